import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { runCheck } from '../../../../electron/services/login/check.ts';
import { runLogin } from '../../../../electron/services/login/login.ts';
import { connect } from '../../../helpers/app-connection.ts';
import { checkOf } from '../../../helpers/login-world.ts';

/** Answers of a provider that is not ours: a few lines of HTTP that say what real providers say. */

const APP_CALLBACK = 'http://127.0.0.1:9/oauth2/callback';
const TEST_CALLBACK = 'http://127.0.0.1:8911/callback';
/** oidc-provider 9 (VoidAuth), with its page and its JSON. */
const SENTENCE = "redirect_uri did not match any of the client's registered redirect_uris";

interface Said {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
});

/** A provider that knows these addresses, and says the rest to any other. */
async function provider(
  known: string[],
  said: Said,
  more: { readonly savesFirst?: boolean; readonly path?: string } = {},
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const url = new URL(request.url ?? '/', base);
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (url.pathname.endsWith('/.well-known/openid-configuration')) {
      json(200, {
        issuer: url.href.replace(/\.well-known.*/, '').replace(/\/$/, more.path ? '/' : ''),
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/token`,
        userinfo_endpoint: `${base}/me`,
        jwks_uri: `${base}/keys`,
        response_types_supported: ['code'],
      });
    } else if (url.pathname === '/authorize') {
      const uri = url.searchParams.get('redirect_uri') ?? '';
      asked.push(uri);
      if (more.savesFirst && known.length === 0) known.push(uri);
      if (known.includes(uri)) {
        response.writeHead(302, {
          location: `${uri}?error=login_required&state=${url.searchParams.get('state')}`,
        });
        response.end();
      } else {
        response.writeHead(said.status, { 'content-type': said.type });
        // oidc-provider repeats the state on its page, and the redactor writes “[43 characters, …]” for it.
        response.end(said.body.replace('%STATE%', url.searchParams.get('state') ?? ''));
      }
    } else if (url.pathname === '/token') {
      request.resume();
      request.on('end', () => {
        json(400, { error: 'invalid_grant' });
      });
    } else json(200, { keys: [] });
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const appAt = (entry: Parameters<typeof connect>[1]) =>
  connect(
    { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/oauth2/callback'] } },
    entry,
  );

const check = async (url: string) => {
  const outcome = await runCheck(
    appAt({ kind: 'oidc', url }),
    { client_secret: 'secretOfTheTest12345' },
    { probeSpacingMs: 1, env: {} },
  );
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

const FORMS: readonly (readonly [string, (words: string) => Omit<Said, 'status'>])[] = [
  [
    'a page',
    (words) => ({
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><title>oops!</title><h1>oops! something went wrong</h1><pre><strong>error</strong>: invalid_redirect_uri</pre><pre><strong>error_description</strong>: ${words}</pre><pre><strong>state</strong>: %STATE%</pre>`,
    }),
  ],
  [
    'a long page',
    (words) => ({
      type: 'text/html',
      body: `<title>Sign in</title>${'<p>Welcome to the house.</p>'.repeat(40)}<p>Error: ${words}; state %STATE%.</p>`,
    }),
  ],
  ['plain text', (words) => ({ type: 'text/plain', body: `Error: ${words} (state %STATE%)` })],
  [
    'JSON',
    (words) => ({
      type: 'application/json',
      body: JSON.stringify({ error: 'invalid_redirect_uri', error_description: words, state: '%STATE%' }),
    }),
  ],
];

describe('an app’s address that is not registered', () => {
  for (const [form, write] of FORMS) {
    it.each([200, 400, 401, 403, 404, 422, 500, 503])(`is seen in ${form} with status %i`, async (status) => {
      const { url } = await provider([TEST_CALLBACK], { status, ...write(SENTENCE) });
      const outcome = await check(url);
      expect(checkOf(outcome, 'P7')).toMatchObject({ status: 'fail' });
      expect(checkOf(outcome, 'P7').findings[0]?.code).toBe('redirect-uri-not-registered');
    });
  }

  it.each([200, 400, 403])(
    'is seen without any words, if the test’s address gets through: status %i',
    async (status) => {
      const page = {
        status,
        type: 'text/html',
        body: '<!doctype html><title>Hoppla</title><p>Das ging schief.',
      };
      const registered = await check((await provider([TEST_CALLBACK], page)).url);
      expect(checkOf(registered, 'P7').status).toBe('fail');
      // Without a good control nothing is concluded from that page.
      const neither = await check((await provider([], page)).url);
      expect(checkOf(neither, 'P7').status).toBe('inconclusive');
    },
  );

  it('is no failure where it is registered', async () => {
    const { url } = await provider([APP_CALLBACK], {
      status: 400,
      ...FORMS[0]![1](SENTENCE),
    });
    expect(checkOf(await check(url), 'P7').status).toBe('pass');
  });
});

describe('a provider that saves the first address it is shown', () => {
  const path = '/application/o/custom/';
  const said = { status: 400, ...FORMS[0]![1](SENTENCE) };

  it('is shown the app’s own first by a check', async () => {
    const known: string[] = [];
    const { url, asked } = await provider(known, said, { savesFirst: true, path });
    await runCheck(
      appAt({ kind: 'authentik', url, version: '2025.12' }),
      { client_secret: 'secretOfTheTest12345' },
      { probeSpacingMs: 1, env: {} },
    );
    expect(known).toEqual([APP_CALLBACK]);
    expect(asked[0]).toBe(APP_CALLBACK);
  });

  it.each([true, false])('is shown the app’s own first by a login (also looks at it: %s)', async (looks) => {
    const known: string[] = [];
    const { url, asked } = await provider(known, said, { savesFirst: true, path });
    await runLogin(
      appAt({ kind: 'authentik', url, version: '2025.12' }),
      { client_secret: 'secretOfTheTest12345' },
      {
        port: 0,
        timeoutSeconds: 5,
        probeSpacingMs: 1,
        probeAppCallback: looks,
        env: {},
        openBrowser: async (page) => {
          // The browser is quick: it asks before any request that is sent beside it.
          await fetch(page, { redirect: 'manual' });
          return true;
        },
      },
    );
    expect(asked.length).toBeGreaterThan(1);
    expect(known).toEqual([APP_CALLBACK]);
    expect(asked[0]).toBe(APP_CALLBACK);
  });
});
