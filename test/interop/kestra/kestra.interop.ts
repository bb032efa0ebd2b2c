import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import { readComposeText } from '../../helpers/env-readers.ts';
import { type Pair, type PairGiven, startPair } from '../practice.ts';
import { answers, build, freePort, type Running, start, tryRun } from '../process.ts';
import { interopPart } from '../results.ts';
import { Visitor } from '../visitor.ts';

const HERE = import.meta.dirname;
const LIBRARIES = join(HERE, 'target', 'lib');
const CLASSES = join(HERE, 'target', 'classes');

const jdk = Number(/javac (\d+)/.exec(tryRun('javac', '--version') ?? '')?.[1] ?? 0);
const missing = [
  jdk < 17 ? 'a JDK from version 17 (javac)' : undefined,
  tryRun('mvn', '--version') === undefined ? 'Maven (mvn)' : undefined,
].filter((one) => one !== undefined);

/** The resolved version of a library, from its file name. */
const libraryVersion = (name: string): string =>
  readdirSync(LIBRARIES)
    .find((file) => file.startsWith(`${name}-`) && /^\d/.test(file.slice(name.length + 1)))
    ?.slice(name.length + 1)
    .replace(/\.jar$/, '') ?? 'unknown';

const VERSIONS = ['0.17', '0.22', '0.23', '1.0', '2.0'];

interopPart(
  {
    part: 1,
    program: 'Micronaut Security (reads Kestra’s configuration)',
    proved: `Boots with application.yml and with the compose form of Kestra ${VERSIONS.join(', ')} and signs in: callback path, issuer, Basic, PKCE S256, state and nonce, claims of the ID token, logout; and how it looks when something is wrong.`,
    version: () => libraryVersion('micronaut-security-oauth2'),
    skip: missing.length > 0 ? `needs ${missing.join(' and ')}` : undefined,
  },
  () => {
    let folder: string;
    const open: (() => Promise<void>)[] = [];

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'latchkey-kestra-'));
      build('mvn', ['-B', '-q', 'package'], HERE, 600);
    }, 610_000);
    afterEach(async () => {
      for (const close of open.splice(0).reverse()) await close();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    interface World extends Pair {
      readonly url: string;
      readonly reader: Running;
    }

    /** The practice provider, and Micronaut started with the rendered files. */
    async function world(
      version: string,
      more: Partial<PairGiven> & {
        readonly settings?: AppSettings;
        readonly form?: 'file' | 'compose';
        readonly change?: (text: string) => string;
      } = {},
    ): Promise<World> {
      const { settings = {}, form = 'file', change = (text: string) => text, ...given } = more;
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const pair = await startPair({
        provider: { kind: 'authelia', version: '4.39' },
        ...given,
        app: { kind: 'kestra', url, version, edition: 'enterprise', settings },
      });
      open.push(pair.close);
      const text = change(form === 'file' ? pair.file('kestra-config') : composeForm(pair));
      const reader = await boot(port, text);
      return { ...pair, url, reader };
    }

    async function boot(port: number, text: string): Promise<Running> {
      const file = join(folder, `${port}.yml`);
      writeFileSync(file, text, { mode: 0o600 });
      const reader = start(
        'java',
        ['-XX:TieredStopAtLevel=1', '-Xmx256m', '-cp', `${CLASSES}:${LIBRARIES}/*`, 'reader.Reader'],
        {
          READER_PORT: String(port),
          READER_SIGNING_SECRET: 'only-for-this-run-only-for-this-run-only',
          MICRONAUT_CONFIG_FILES: file,
        },
      );
      open.push(reader.stop);
      await answers(`http://127.0.0.1:${port}/failed`, reader);
      return reader;
    }

    const signIn = (at: World, visitor = new Visitor()) => visitor.open(`${at.url}/oauth/login/${keyOf(at)}`);

    /** Who is signed in, according to the program. */
    async function me(at: World): Promise<{ name: string; claims: Record<string, unknown> }> {
      const end = await signIn(at);
      if (end.url !== `${at.url}/me` || end.status !== 200) {
        throw new Error(
          `The login ended at ${end.url} with ${end.status}\n${at.reader.output().slice(-3000)}`,
        );
      }
      return JSON.parse(end.body);
    }

    describe.each(VERSIONS)('written for Kestra %s', (version) => {
      test('the compose form is the file once Compose has read it', async () => {
        const pair = await startPair({
          provider: { kind: 'authelia', version: '4.39' },
          app: { kind: 'kestra', url: 'http://127.0.0.1:1', version, edition: 'enterprise' },
          client_secret: 'a$b$$c',
        });
        open.push(pair.close);
        expect(parse(composeForm(pair))).toEqual(parse(pair.file('kestra-config')));
        expect(pair.file('compose')).toContain('a$$b$$$$c');
      });

      test.each(['file', 'compose'] as const)('signs in with the %s form', async (form) => {
        const at = await world(version, { form });
        const user = await me(at);
        expect(user.claims).toMatchObject({
          email: 'ada@example.com',
          name: 'Ada Practice',
          preferred_username: 'ada',
        });
        expect(at.seen.authorizations).toHaveLength(1);
        expect(at.seen.authorizations[0]).toMatchObject({
          client_id: at.connection.client.client_id,
          redirect_uri: `${at.url}/oauth/callback/authelia`,
          response_type: 'code',
          code_challenge_method: 'S256',
          state: expect.stringMatching(/.{8,}/),
          nonce: expect.stringMatching(/.{8,}/),
        });
        expect(at.seen.authorizations[0]!['scope']!.split(' ').sort()).toEqual([
          'email',
          'openid',
          'profile',
        ]);
        expect(at.connection.client.redirect_uris).toEqual([`${at.url}/oauth/callback/authelia`]);
        expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: true, status: 200 }]);
        expect(at.connection.pkce.require).toBe(true);
        // The claims come only from the ID token.
        expect(at.seen.userinfo).toBe(0);
        expect(at.seen.discovery).toBe(1);
      });
    });

    test('signs in through authentik’s issuer of one application', async () => {
      const at = await world('2.0', { provider: { kind: 'authentik', version: '2026.8' } });
      expect(at.practice.issuer).toMatch(/\/application\/o\/kestra\/$/);
      expect((await me(at)).claims).toMatchObject({ email: 'ada@example.com' });
      expect(at.seen.authorizations[0]).toMatchObject({ redirect_uri: `${at.url}/oauth/callback/authentik` });
      expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: true, status: 200 }]);
    });

    test('signs in through any provider, and its own key is the end of the path', async () => {
      const at = await world('1.0', { provider: { kind: 'oidc' }, settings: { client_key: 'home1' } });
      await me(at);
      expect(at.seen.authorizations[0]).toMatchObject({ redirect_uri: `${at.url}/oauth/callback/home1` });
    });

    test('asks for the groups once their claim is named, and finds them in the ID token', async () => {
      const at = await world('1.0', { settings: { groups_claim_path: 'groups', tenant_id: 'main' } });
      expect((await me(at)).claims).toMatchObject({ groups: ['admins', 'users'], email: 'ada@example.com' });
      expect(at.seen.authorizations[0]!['scope']!.split(' ').sort()).toEqual([
        'email',
        'groups',
        'openid',
        'profile',
      ]);
    });

    test('finds no e-mail address where the rendered claims policy is missing', async () => {
      const at = await world('2.0', { forgotten: 'claims-policy' });
      const { claims } = await me(at);
      expect(claims).not.toHaveProperty('email');
      expect(claims).toHaveProperty('sub');
    });

    test('sends Basic wherever discovery lists it, and the form body where it does not', async () => {
      const both = await world('2.0', {
        discovery: { token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'] },
      });
      await me(both);
      expect(both.seen.tokens[0]!.method).toBe('client_secret_basic');
      const post = await world('2.0', {
        registered: { token_endpoint_auth_method: 'client_secret_post' },
        discovery: { token_endpoint_auth_methods_supported: ['client_secret_post'] },
      });
      await me(post);
      expect(post.seen.tokens[0]!.method).toBe('client_secret_post');
    });

    test('leaves PKCE out where discovery does not announce S256', async () => {
      const at = await world('2.0', {
        registered: { require_pkce: false },
        discovery: { code_challenge_methods_supported: [] },
      });
      await me(at);
      expect(at.seen.authorizations[0]).not.toHaveProperty('code_challenge');
    });

    test('refuses a token whose issuer is not the one discovery states', async () => {
      const at = await world('2.0', { discovery: { issuer: 'https://elsewhere.example.com' } });
      const end = await signIn(at);
      // An empty answer at the callback, not a redirect to the login page; the cause is in the log.
      expect(end).toMatchObject({ status: 401, body: '' });
      expect(end.url).toContain(`${at.url}/oauth/callback/authelia?`);
      expect(at.reader.output()).toContain(
        'JWT OpenID specific claims validation failed for provider [authelia]',
      );
      expect(at.reader.output()).toContain('JWT issuer claim does not match https://elsewhere.example.com');
    });

    test('does not know a login whose issuer stands one level too high', async () => {
      const at = await world('2.0', {
        change: (text) => text.replace(/ {10}openid:\n {12}issuer:/, '          issuer:'),
      });
      // Micronaut refuses a person who is not signed in before it says that the page doesn't exist.
      expect((await signIn(at)).status).toBe(401);
      expect(at.seen.discovery).toBe(0);
    });

    test('goes back to its login page where the state is not its own, or the provider refused', async () => {
      const at = await world('2.0');
      for (const query of ['code=x&state=bm90IG91cnM', 'error=access_denied&state=bm90IG91cnM']) {
        const end = await new Visitor().open(`${at.url}/oauth/callback/authelia?${query}`);
        expect(end.url, query).toBe(`${at.url}/failed`);
      }
      expect(at.seen.tokens).toEqual([]);
    });

    test('takes its redirect URI from the forwarded host and scheme', async () => {
      const at = await world('2.0');
      const answer = await fetch(`${at.url}/oauth/login/${keyOf(at)}`, {
        redirect: 'manual',
        headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'flows.example.com' },
      });
      expect(new URL(answer.headers.get('location')!).searchParams.get('redirect_uri')).toBe(
        'https://flows.example.com/oauth/callback/authelia',
      );
    });

    test('ends the session by a link', async () => {
      const at = await world('2.0');
      const visitor = new Visitor();
      await signIn(at, visitor);
      expect((await visitor.open(`${at.url}/me`)).status).toBe(200);
      expect(await visitor.open(`${at.url}/logout`)).toMatchObject({ url: `${at.url}/failed`, status: 200 });
      expect((await visitor.open(`${at.url}/me`)).status).toBe(401);
    });

    test('would keep the session without the line that allows the link', async () => {
      const at = await world('2.0', {
        change: (text) => text.replace('get-allowed: true', 'get-allowed: false'),
      });
      const visitor = new Visitor();
      await signIn(at, visitor);
      expect((await visitor.open(`${at.url}/logout`)).status).toBe(405);
      expect((await visitor.open(`${at.url}/me`)).status).toBe(200);
    });

    test('has no login until it is restarted, when the provider was not up at its start', async () => {
      const port = await freePort();
      const given: PairGiven = {
        provider: { kind: 'authelia', version: '4.39' },
        app: { kind: 'kestra', url: `http://127.0.0.1:${port}`, version: '2.0', edition: 'enterprise' },
        port: await freePort(),
      };
      const down = await startPair(given);
      await down.close();
      const reader = await boot(port, down.file('kestra-config'));
      const login = () =>
        fetch(`http://127.0.0.1:${port}/oauth/login/authelia`, {
          redirect: 'manual',
          signal: AbortSignal.timeout(20_000),
        });
      const message = 'Failed to retrieve OpenID configuration for authelia';
      const first = await login();
      expect(first.status).toBe(500);
      expect(await first.text()).toContain(message);
      const up = await startPair(given);
      open.push(up.close);
      const second = await login();
      expect(await second.text()).toContain(message);
      expect(up.seen.discovery).toBe(0);
      await reader.stop();
      await boot(port, up.file('kestra-config'));
      expect((await login()).status).toBe(302);
    });

    // biome-ignore lint/suspicious/noTemplateCurlyInString: the dollar signs belong to Micronaut and Compose.
    test.each(['a$b$$c{d}-._~', 'a${b}c$${d:e}'])('sends the secret %j as it is', async (client_secret) => {
      for (const form of ['file', 'compose'] as const) {
        const at = await world('2.0', { client_secret, form });
        await me(at);
        expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: true, status: 200 }]);
      }
    });

    test('does not encode its credentials, so that other than unreserved characters are refused', async () => {
      const at = await world('2.0', { client_secret: 'a+b%41c' });
      expect((await signIn(at)).status).toBe(500);
      expect(at.seen.tokens).toEqual([{ method: 'client_secret_basic', verifier: true, status: 401 }]);
      expect(at.seen.error).toBe('invalid_client');
    });
  },
);

/** What Compose makes of the variable, which Kestra’s start script writes to application.yml. */
function composeForm(pair: Pair): string {
  const { services } = parse(pair.file('compose')) as {
    services: { kestra: { environment: { KESTRA_CONFIGURATION: string } } };
  };
  return readComposeText(services.kestra.environment.KESTRA_CONFIGURATION);
}

/** The key under `clients` in the rendered file. */
function keyOf(pair: Pair): string {
  const { micronaut } = parse(pair.file('kestra-config')) as {
    micronaut: { security: { oauth2: { clients: Record<string, unknown> } } };
  };
  return Object.keys(micronaut.security.oauth2.clients)[0]!;
}
