import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import { readComposeText } from '../../helpers/env-readers.ts';
import { type Pair, type PairGiven, startPair } from '../practice.ts';
import { answers, build, freePort, type Running, start, tryRun } from '../process.ts';
import { interopPart } from '../results.ts';
import { Visitor } from '../visitor.ts';

const HERE = import.meta.dirname;
const REQUIREMENTS = join(HERE, 'requirements.txt');
/** Stored next to the dependencies; its name depends on its content. */
const VENV = join(
  HERE,
  '../../../node_modules/.cache/interop-romm',
  createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12),
);
const PYTHON = join(VENV, 'bin', 'python');

const python = tryRun('python3', '-c', 'import sys, ensurepip, venv; print(sys.version_info >= (3, 10))');

const VERSIONS = ['3.7', '3.7.1', '4.3.2', '4.8', '5.2'];

interopPart(
  {
    part: 2,
    program: 'Authlib’s Starlette client and python-dotenv (read RomM’s environment)',
    proved: `The .env and the compose form of RomM ${VERSIONS.join(', ')} sign in: Basic, no PKCE, nonce, claims of the ID token. RomM’s rules on e-mail, username and roles, applied to them, are a reading of its code.`,
    version: () =>
      readFileSync(REQUIREMENTS, 'utf8')
        .split('\n')
        .filter((line) => /^(Authlib|python-dotenv)==/.test(line))
        .map((line) => line.replace('==', ' '))
        .join(', '),
    skip: python === 'True' ? undefined : 'needs Python 3.10 or newer with venv (python3, python3-venv)',
  },
  () => {
    let folder: string;
    const open: (() => Promise<void>)[] = [];

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'latchkey-romm-'));
      const ready = join(VENV, 'ready');
      if (existsSync(ready)) return;
      rmSync(VENV, { recursive: true, force: true });
      mkdirSync(VENV, { recursive: true });
      build('python3', ['-m', 'venv', VENV], HERE, 120);
      const install = ['-m', 'pip', '-q', 'install', '--disable-pip-version-check', '-r', REQUIREMENTS];
      build(PYTHON, install, HERE, 400);
      writeFileSync(ready, '');
    }, 600_000);
    afterEach(async () => {
      for (const close of open.splice(0).reverse()) await close();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    interface World extends Pair {
      readonly url: string;
      readonly reader: Running;
    }

    type Form = 'dotenv' | 'compose';

    /** The practice provider, and the reader started with the rendered files. */
    async function world(
      version: string,
      more: Partial<PairGiven> & {
        readonly settings?: AppSettings;
        readonly form?: Form;
        readonly change?: (text: string) => string;
      } = {},
    ): Promise<World> {
      const { settings = {}, form = 'dotenv', change = (text: string) => text, ...given } = more;
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const pair = await startPair({
        provider: { kind: 'authelia', version: '4.39' },
        ...given,
        app: { kind: 'romm', url, version, settings },
      });
      open.push(pair.close);
      const file = join(folder, `${port}.env`);
      if (form === 'dotenv') writeFileSync(file, change(pair.file('env')), { mode: 0o600 });
      const reader = start(
        PYTHON,
        [join(HERE, 'reader.py'), version, String(port), ...(form === 'dotenv' ? [file] : [])],
        { AUTHLIB_INSECURE_TRANSPORT: '1', ...(form === 'compose' ? composeEnvironment(pair) : {}) },
      );
      open.push(reader.stop);
      await answers(`${url}/settings`, reader);
      return { ...pair, url, reader };
    }

    const signIn = (at: World, visitor = new Visitor()) => visitor.open(`${at.url}/api/login/openid`);

    async function user(at: World): Promise<unknown> {
      const end = await signIn(at);
      if (end.status !== 200 || end.url !== `${at.url}/`) {
        throw new Error(
          `The login ended at ${end.url} with ${end.status} ${end.body}\n${at.reader.output().slice(-3000)}`,
        );
      }
      return JSON.parse(end.body);
    }

    /** The reason why the login failed. */
    async function refusal(at: World): Promise<string> {
      const end = await signIn(at);
      expect(end.url).toContain(`${at.url}/api/oauth/openid?`);
      return `${end.status} ${(JSON.parse(end.body) as { detail: string }).detail}`;
    }

    describe.each(VERSIONS)('written for RomM %s', (version) => {
      test.each(['dotenv', 'compose'] as const)('signs in with the %s form', async (form) => {
        const at = await world(version, { form });
        expect(await user(at)).toMatchObject({ username: 'ada', email: 'ada@example.com' });
        expect(at.seen.authorizations).toHaveLength(1);
        expect(at.seen.authorizations[0]).toMatchObject({
          client_id: at.connection.client.client_id,
          redirect_uri: at.connection.client.redirect_uris[0],
          scope: at.connection.client.scopes.join(' '),
          state: expect.stringMatching(/.{8,}/),
          nonce: expect.stringMatching(/.{8,}/),
        });
        expect(at.connection.client.redirect_uris).toEqual([`${at.url}/api/oauth/openid`]);
        expect(at.seen.authorizations[0]).not.toHaveProperty('code_challenge');
        expect(at.connection.pkce.require).toBe(false);
        expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: false, status: 200 }]);
        expect(at.seen.userinfo).toBe(0);
      });

      test.each([
        ['authentik', '2026.8'],
        ['oidc', '1.0'],
      ] as const)('signs in at %s %s', async (kind, provider) => {
        // For any provider, the test uses one that puts the claims into the ID token.
        const more = kind === 'oidc' ? ({ claimsInIdToken: true } as const) : {};
        const at = await world(version, { provider: { kind, version: provider }, ...more });
        expect(await user(at)).toMatchObject({ username: 'ada' });
      });
    });

    test('reads both forms alike, whatever is in the values', async () => {
      const settings: AppSettings = {
        role_claim: 'groups',
        role_admin: 'the #1 $admins',
        role_viewer: 'o\'neill \\ "x"',
        username_claim: 'email',
        allow_registration: false,
      };
      const read = async (form: Form) => {
        const at = await world('5.2', { form, settings, client_secret: 'a b#c$d"e' });
        const all = (await (await fetch(`${at.url}/settings`)).json()) as Record<string, string>;
        const address = new RegExp(`127\\.0\\.0\\.1:(${at.practice.port}|${new URL(at.url).port})`, 'g');
        return JSON.parse(JSON.stringify(all).replace(address, '…')) as Record<string, string>;
      };
      const dotenv = await read('dotenv');
      expect(dotenv).toEqual(await read('compose'));
      expect(dotenv).toMatchObject({
        OIDC_ROLE_ADMIN: settings.role_admin,
        OIDC_ROLE_VIEWER: settings.role_viewer,
        OIDC_ALLOW_REGISTRATION: 'false',
      });
    });

    test('fails without the claims policy, which Authelia 4.39 needs and 4.38 does not', async () => {
      const at = await world('5.2', { forgotten: 'claims-policy' });
      expect(await refusal(at)).toBe('400 Email is missing from token.');
      const before = await world('5.2', {
        provider: { kind: 'authelia', version: '4.38' },
        forgotten: 'claims-policy',
      });
      expect(await user(before)).toMatchObject({ username: 'ada' });
    });

    test.each(['3.7', '3.7.1', '5.2'])('RomM %s refuses an address that is not verified', async (version) => {
      const at = await world(version, {
        provider: { kind: 'authentik', version: '2026.8' },
        forgotten: 'verified-email',
      });
      expect(at.connection.needs_verified_email).toBe(true);
      expect(await refusal(at)).toBe('400 Email is not verified.');
    });

    test('an address of unknown state is refused where discovery lists the claim, and always by 3.7.0', async () => {
      const person = { email_verified: undefined };
      const listed = await world('5.2', { person });
      expect(await refusal(listed)).toBe('400 Email is not verified.');
      const discovery = { claims_supported: ['sub', 'email'] };
      const unlisted = await world('5.2', { person, discovery });
      expect(await user(unlisted)).toMatchObject({ username: 'ada' });
      const oldest = await world('3.7', { person, discovery });
      expect(await refusal(oldest)).toBe('400 Email is not verified.');
    });

    test('needs the username at every login', async () => {
      const at = await world('5.2', { person: { preferred_username: undefined } });
      expect(await refusal(at)).toBe("400 'preferred_username' attribute is missing from token.");
      const other = await world('5.2', {
        person: { preferred_username: undefined },
        settings: { username_claim: 'name' },
      });
      expect(await user(other)).toMatchObject({ username: 'Ada Practice' });
    });

    describe.each([
      ['authelia', '4.39'],
      ['authentik', '2026.8'],
    ] as const)('roles from the groups of %s', (kind, provider) => {
      const roles = {
        role_claim: 'groups',
        role_admin: 'admins',
        role_editor: 'editors',
        role_viewer: 'users',
      };
      const at = (version: string, groups: unknown, settings: AppSettings = roles) =>
        world(version, { provider: { kind, version: provider }, settings, person: { groups } });

      test.each([
        ['5.2', ['users', 'admins'], 'admin'],
        ['5.2', ['users'], 'user'],
        ['4.3.2', ['editors', 'users'], 'editor'],
        ['4.3.2', ['users'], 'viewer'],
      ])('RomM %s makes %j a %s', async (version, groups, role) => {
        const one = await at(version, groups);
        expect(await user(one)).toMatchObject({ role });
        expect(one.seen.authorizations[0]!['scope']).toBe('openid profile email groups');
      });

      test('refuses whoever has none of them, and everyone by a list with commas', async () => {
        const message = '403 User has not been granted any roles for this application.';
        expect(await refusal(await at('5.2', ['guests']))).toBe(message);
        const list = await at('5.2', ['admins'], { role_claim: 'groups', role_admin: 'admins,owners' });
        expect(await refusal(list)).toBe(message);
        const all = await at('5.2', ['guests'], { ...roles, role_viewer: '*' });
        expect(await user(all)).toMatchObject({ role: 'user' });
        const part = await at('5.2', 'superadmins', roles);
        expect(await user(part)).toMatchObject({ role: 'admin' });
      });

      test('decides nothing where the claim is absent', async () => {
        expect(await user(await at('5.2', undefined))).toMatchObject({ role: 'user' });
      });
    });

    test('is refused at Authelia when the role claim’s scope is not registered', async () => {
      const at = await world('5.2', {
        settings: { role_claim: 'groups', role_viewer: '*' },
        registered: { scope: 'openid profile email' },
      });
      const end = await signIn(at);
      expect(end.url).toContain('error=invalid_scope');
      expect(end.status).toBe(500);
    });

    test('is refused when registered with the form body, and tries no other way', async () => {
      const at = await world('5.2', { registered: { token_endpoint_auth_method: 'client_secret_post' } });
      expect((await signIn(at)).status).toBe(500);
      expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: false, status: 401 }]);
    });

    test('is refused where the provider requires PKCE', async () => {
      const at = await world('5.2', { registered: { require_pkce: true } });
      expect((await signIn(at)).url).toContain('error=invalid_request');
    });

    test('compares the token’s issuer with the one discovery states', async () => {
      const at = await world('5.2', { discovery: { issuer: 'https://elsewhere.example.com' } });
      expect((await signIn(at)).status).toBe(500);
      expect(at.seen.tokens).toMatchObject([{ status: 200 }]);
      await vi.waitFor(
        () => expect(at.reader.output()).toMatch(/invalid_claim: Invalid claim ['"]iss['"]/),
        5000,
      );
    });

    test('new people stay out where registration is off', async () => {
      const at = await world('5.2', { settings: { allow_registration: false } });
      expect(await refusal(at)).toMatch(/^403 User registration is disabled/);
    });

    test('does not encode its credentials, so that other than unreserved characters are refused', async () => {
      const plain = await world('5.2', { client_secret: 'A-z0.9_~' });
      expect(await user(plain)).toMatchObject({ username: 'ada' });
      const other = await world('5.2', { client_secret: 'a+b%41c' });
      expect((await signIn(other)).status).toBe(500);
      expect(other.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: false, status: 401 }]);
    });
  },
);

/** The variables of the service after Compose has read its file. */
function composeEnvironment(pair: Pair): Record<string, string> {
  const { services } = parse(pair.file('compose')) as {
    services: { romm: { environment: Record<string, string> } };
  };
  return Object.fromEntries(
    Object.entries(services.romm.environment).map(([name, value]) => [name, readComposeText(value)]),
  );
}
