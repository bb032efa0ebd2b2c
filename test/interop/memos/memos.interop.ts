import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GuideStep } from '../../../shared/render/types.ts';
import { atLeast } from '../../../shared/version.ts';
import type { AppSettings } from '../../../shared/workspace/types.ts';
import { browse, lastVisit } from '../../helpers/browse.ts';
import { type Pair, type PairGiven, startPair } from '../practice.ts';
import { tryRun } from '../process.ts';
import { interopPart } from '../results.ts';
import { buildReader } from './build.ts';

const VERSIONS = ['0.22.5', '0.26.2', '0.29.1', '0.30.0'] as const;
const LAST_POST_ONLY = '0.29.1';
const NEWEST = '0.30.0';
const HTTPS = 'https://memos.example.com';

interface Answer {
  readonly error?: string;
  readonly identifier?: string;
  readonly displayName?: string;
  readonly email?: string;
}

interface Provider {
  identifierFilter: string;
  config: { oauth2Config: Record<string, unknown> & { authUrl: string; clientId: string; scopes: string[] } };
}

const go = tryRun('go', 'version');
/** Since version 1.21, Go downloads the toolchain that a module needs. */
const fits = Number(/go1\.(\d+)/.exec(go ?? '')?.[1] ?? 0) >= 21;

interopPart(
  {
    part: 3,
    program: 'Memos’ own sign-in package on golang.org/x/oauth2',
    proved:
      'The settings (guide, and from 0.30 the file) sign in: form body alone up to 0.29.1, Basic then form body from 0.30, S256 from 0.26 where the page can make it, userinfo as JSON only, claim mapping.',
    version: VERSIONS.join(', '),
    skip: fits ? undefined : 'needs Go 1.21 or newer (go) and its module proxy',
  },
  () => {
    let folder: string;
    const readers = new Map<string, string>();
    const open: (() => Promise<void>)[] = [];

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'latchkey-memos-'));
      for (const version of VERSIONS) readers.set(version, buildReader(version, folder));
    }, 900_000);
    afterEach(async () => {
      for (const close of open.splice(0).reverse()) await close();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    type World = Pair & { readonly version: string };
    async function world(
      version: string,
      more: Partial<PairGiven> & { readonly url?: string; readonly settings?: AppSettings } = {},
    ): Promise<World> {
      const { url = HTTPS, settings = {}, ...given } = more;
      const pair = await startPair({
        provider: { kind: 'authelia', version: '4.39' },
        ...given,
        app: { kind: 'memos', url, version, settings },
      });
      open.push(pair.close);
      return { ...pair, version };
    }

    /** What the page does, then what the server does. */
    async function signIn(at: World, file = fileOf(at)): Promise<Answer> {
      const provider = JSON.parse(file) as Provider;
      const { authUrl, clientId, scopes } = provider.config.oauth2Config;
      const redirectUri = at.connection.client.redirect_uris[0]!;
      const verifier = at.connection.pkce.app_uses ? randomBytes(32).toString('base64url') : '';
      const query = {
        client_id: clientId,
        redirect_uri: redirectUri,
        state: randomBytes(32).toString('hex'),
        response_type: 'code',
        scope: scopes.join(' '),
        ...(verifier === ''
          ? {}
          : {
              code_challenge: createHash('sha256').update(verifier).digest('base64url'),
              code_challenge_method: 'S256',
            }),
      };
      const end = lastVisit(
        await browse(`${authUrl}?${new URLSearchParams(query)}`, { stopBefore: redirectUri }),
      );
      if (!end.url.startsWith(redirectUri))
        return { error: `the provider shows ${end.status} ${at.seen.error}` };
      const code = new URL(end.url).searchParams.get('code');
      if (code === null)
        return { error: `the provider sends back ${new URL(end.url).searchParams.get('error')}` };
      const rest = JSON.stringify({ code, redirectUri, codeVerifier: verifier }).slice(1);
      return JSON.parse(await run(readers.get(at.version)!, `{"provider":${file},${rest}`)) as Answer;
    }

    const ADA = { identifier: 'ada', displayName: 'Ada Practice', email: 'ada@example.com' };

    describe.each(VERSIONS)('Memos %s', (version) => {
      const auto = atLeast(version, NEWEST);
      const once = { method: 'client_secret_post', verifier: atLeast(version, '0.26'), status: 200 };

      test('signs in as registered', async () => {
        const at = await world(version);
        expect(at.connection.client.token_endpoint_auth_method).toBe('client_secret_post');
        expect(at.connection.pkce.require).toBe(atLeast(version, '0.26'));
        expect(await signIn(at)).toEqual(ADA);
        expect(at.seen.tokens).toEqual([
          ...(auto ? [{ method: 'client_secret_basic', verifier: false, status: 401 }] : []),
          once,
        ]);
        expect(at.seen).toMatchObject({ userinfo: 1, discovery: 0 });
        expect(at.seen.authorizations[0]).not.toHaveProperty('nonce');
        expect(at.seen.authorizations[0]).toMatchObject({
          redirect_uri: `${HTTPS}/auth/callback`,
          scope: at.connection.client.scopes.join(' '),
        });
      });

      test.each([
        ['authentik', '2026.8'],
        ['oidc', '1.0'],
      ] as const)('signs in at %s %s', async (kind, provider) => {
        expect(await signIn(await world(version, { provider: { kind, version: provider } }))).toEqual(ADA);
      });

      test('signs in over plain http, without PKCE', async () => {
        const at = await world(version, { url: 'http://memos.lan:5230' });
        expect(at.connection.pkce).toEqual({ app_uses: false, require: false });
        expect(await signIn(at)).toEqual(ADA);
        expect(at.seen.authorizations[0]).not.toHaveProperty('code_challenge');
      });

      test('signs in on localhost, with PKCE where it knows it', async () => {
        const at = await world(version, { url: 'http://localhost:5230' });
        expect(at.connection.pkce.app_uses).toBe(atLeast(version, '0.26'));
        expect(await signIn(at)).toEqual(ADA);
      });

      test(`${auto ? 'works' : 'fails'} when registered for Basic`, async () => {
        const at = await world(version, {
          registered: { token_endpoint_auth_method: 'client_secret_basic' },
        });
        const answer = await signIn(at);
        if (auto) expect(answer).toEqual(ADA);
        else expect(answer.error).toMatch(/failed to exchange access token.*invalid_client/s);
        expect(at.seen.tokens).toEqual([
          auto ? { ...once, method: 'client_secret_basic' } : { ...once, status: 401 },
        ]);
      });

      test('can’t read a signed userinfo answer', async () => {
        const at = await world(version, { registered: { userinfo_signed_response_alg: 'RS256' } });
        expect((await signIn(at)).error).toContain('failed to unmarshal response body');
      });

      test('needs the identifier as text, and nothing else', async () => {
        const none = await world(version, { person: { preferred_username: undefined } });
        expect((await signIn(none)).error).toBe(
          'the field "preferred_username" is not found in claims or has empty value',
        );
        const bare = await world(version, { person: { name: undefined, email: undefined } });
        expect(await signIn(bare)).toEqual({ identifier: 'ada', displayName: 'ada', email: '' });
        const odd = await world(version, { person: { name: ['x'] } });
        expect(await signIn(odd)).toEqual({ ...ADA, displayName: 'ada' });
      });

      test('is named by another claim where that is chosen', async () => {
        const email = await world(version, { settings: { identifier_claim: 'email' } });
        expect(await signIn(email)).toEqual({ ...ADA, identifier: 'ada@example.com' });
        const sub = await world(version, { settings: { identifier_claim: 'sub' } });
        expect((await signIn(sub)).identifier).toMatch(/^[0-9a-f-]{36}$/);
      });

      test('lets nobody in whom the filter does not name', async () => {
        const inside = await world(version, { settings: { identifier_filter: '^a' } });
        expect(await signIn(inside)).toEqual(ADA);
        const outside = await world(version, { settings: { identifier_filter: '^b' } });
        expect((await signIn(outside)).error).toBe('identifier ada is not allowed');
      });

      test('sends a secret of any characters', async () => {
        for (const client_secret of ['A-z0.9_~', 'a+b%41 c$"']) {
          expect(await signIn(await world(version, { client_secret }))).toEqual(ADA);
        }
      });
    });

    test('does without PKCE up to 0.25, so that a provider that requires it refuses', async () => {
      const at = await world('0.22.5', { registered: { require_pkce: true } });
      expect((await signIn(at)).error).toContain('invalid_request');
    });

    test('the file of 0.30 says what the guide says, and Memos knows every key of it', async () => {
      const at = await world(NEWEST, { settings: { identifier_filter: '^[a-z]+$', provider_id: 'my-home' } });
      const file = at.file('memos-idp-json');
      expect(JSON.parse(file)).toEqual({ ...JSON.parse(fromGuide(at)), uid: 'my-home' });
      expect(await signIn(at, file)).toEqual(ADA);
      expect((await signIn(at, file.replace('"name"', '"title"'))).error).toContain('unknown field "title"');
    });

    test('0.30 tries both ways before it gives up', async () => {
      const at = await world(NEWEST, { registered: { client_secret: 'another-secret-than-the-app-has' } });
      expect((await signIn(at)).error).toContain('invalid_client');
      expect(at.seen.tokens.map((one) => one.method)).toEqual(['client_secret_basic', 'client_secret_post']);
    });

    test('up to 0.29.1 tries nothing else after a refusal', async () => {
      const at = await world(LAST_POST_ONLY, {
        registered: { client_secret: 'another-secret-than-the-app-has' },
      });
      expect((await signIn(at)).error).toContain('invalid_client');
      expect(at.seen.tokens.map((one) => one.method)).toEqual(['client_secret_post']);
    });
  },
);

/** The file if this version has one, otherwise the values that the guide tells the user to enter. */
const fileOf = (pair: Pair & { readonly version: string }): string =>
  atLeast(pair.version, NEWEST) ? pair.file('memos-idp-json') : fromGuide(pair);

/** The guide's fields as Memos keeps them. */
function fromGuide(pair: Pair & { readonly version: string }): string {
  const steps = JSON.parse(pair.file('guide')) as GuideStep[];
  const step = steps.find((one) => one.id === 'memos-create-provider');
  const value = (label: RegExp): string => step?.fields.find((one) => label.test(one.label))?.value ?? '';
  return JSON.stringify({
    name: value(/^Name$/),
    type: value(/^Type$/),
    identifierFilter: value(/^Identifier Filter$/),
    config: {
      oauth2Config: {
        clientId: value(/^Client ID$/),
        clientSecret: value(/^Client secret$/i),
        authUrl: value(/^Authorization endpoint$/),
        tokenUrl: value(/^Token endpoint$/),
        userInfoUrl: value(/^User(info)? endpoint$/i),
        scopes: value(/^Scopes$/).split(' '),
        fieldMapping: {
          identifier: value(/^Identifier$/),
          displayName: value(/^Display Name$/i),
          email: value(/^Email$/),
          // Left empty, as the guide says.
          ...(atLeast(pair.version, '0.24.3') ? { avatarUrl: '' } : {}),
        },
      },
    },
  });
}

/** Runs a program with this input and returns its output. */
function run(program: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 20_000 });
    let output = '';
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve(output) : reject(new Error(log.slice(-2000)))));
    child.stdin.end(input);
  });
}
