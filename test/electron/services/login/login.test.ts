import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runLogin, startLogin } from '../../../../electron/services/login/login.ts';
import {
  type PracticeContext,
  type PracticeHook,
  practiceKey,
} from '../../../../electron/services/practice/provider.ts';
import { browse, lastVisit } from '../../../helpers/browse.ts';
import { makeCertificate } from '../../../helpers/certificates.ts';
import {
  APP_CALLBACK,
  checkOf,
  found,
  notPassed,
  PLANTED_SECRET,
  startWorld,
  TEST_CALLBACK,
  type World,
  type WorldOptions,
} from '../../../helpers/login-world.ts';

const worlds: World[] = [];
const world = async (options: WorldOptions = {}) => {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((one) => one.close()));
});

const onRoute =
  (wanted: string, change: (ctx: PracticeContext) => void | Promise<void>): PracticeHook =>
  async (route, ctx) => {
    if (route === wanted) await change(ctx);
  };

/** Signs the ID token again, with changed claims or another header. */
const forged = (
  change: (claims: Record<string, unknown>) => void,
  header: Record<string, unknown> = {},
  key?: JWK,
): PracticeHook =>
  onRoute('token', async (ctx) => {
    const body = ctx.body as { id_token?: string };
    if (!body.id_token) return;
    const claims: Record<string, unknown> = decodeJwt(body.id_token);
    change(claims);
    const signer = await importJWK(key ?? (await practiceKey('RS256')), 'RS256');
    body.id_token = await new SignJWT(claims)
      .setProtectedHeader({ ...decodeProtectedHeader(body.id_token), ...header } as { alg: string })
      .sign(signer);
  });

const inIdToken = {
  redirect_paths: ['/oauth2/callback'],
  claims_from: 'id_token',
  required_claims: ['email'],
} as const;

describe('a test login against a healthy provider', () => {
  const variants: readonly (readonly [string, WorldOptions])[] = [
    [
      'basic only',
      {
        client: { token_endpoint_auth_method: 'client_secret_basic' },
        profile: { enforceAuthMethod: true, tokenEndpointAuthMethods: ['client_secret_basic'] },
      },
    ],
    [
      'post only',
      {
        client: { token_endpoint_auth_method: 'client_secret_post' },
        profile: { enforceAuthMethod: true, tokenEndpointAuthMethods: ['client_secret_post'] },
      },
    ],
    ['public', { client: { token_endpoint_auth_method: 'none', require_pkce: true } }],
    [
      'PKCE required',
      {
        client: { require_pkce: true },
        app: { settings: { redirect_paths: ['/oauth2/callback'], pkce: 'S256' } },
      },
    ],
    ['claims in the ID token', { profile: { claimsInIdToken: true }, app: { settings: inIdToken } }],
    ['a path and a trailing slash in the issuer', { issuerPath: '/application/o/app/' }],
    [
      'a refresh token',
      {
        app: { scopes: ['openid', 'email', 'offline_access'] },
        client: { scope: 'openid email offline_access' },
      },
    ],
    ['special characters in the secret', { client: { client_secret: 'a:b c%/+&=~planted' } }],
    [
      'a discovery document with odd extras',
      { profile: { discovery: { extra: [[1], { a: null }], claims_supported: 7 } } },
    ],
    ['no iss in the answer, and none announced', { onResponse: noIss }],
  ];
  it.each(variants)('passes everything it tests: %s', async (_, options) => {
    const { login } = await world(options);
    const outcome = await login();
    expect(found(outcome, 'fail', 'warn')).toEqual([]);
    expect(notPassed(outcome)).toEqual([]);
    expect(outcome.evidence.library).toEqual({ verdict: 'accepted' });
    expect(outcome.timings.requests).toBeLessThanOrEqual(25);
  });

  it.each(['ES256', 'EdDSA', 'PS256'])('verifies %s, warning of what some apps expect', async (alg) => {
    const { login } = await world({
      client: { id_token_signed_response_alg: alg },
      profile: { signingAlgs: [alg] },
    });
    const outcome = await login();
    expect(found(outcome, 'fail')).toEqual([]);
    expect(found(outcome, 'warn')).toEqual(['S11 id-token-alg-unexpected']);
    expect(outcome.evidence.id_token).toMatchObject({ signature: { result: 'valid' }, header: { alg } });
  });

  it('verifies signed userinfo, and says that the app may want JSON', async () => {
    const { login } = await world({ client: { userinfo_signed_response_alg: 'RS256' } });
    const outcome = await login();
    expect(found(outcome, 'fail')).toEqual([]);
    expect(found(outcome, 'warn')).toEqual(['S15 userinfo-signed']);
    expect(outcome.evidence.userinfo?.signed?.signature.result).toBe('valid');
    expect(checkOf(outcome, 'S17').status).toBe('pass');
  });
});

async function noIss(route: string, ctx: PracticeContext): Promise<void> {
  if (route === 'discovery') {
    delete (ctx.body as Record<string, unknown>)['authorization_response_iss_parameter_supported'];
  }
  const location = ctx.response.get('location') ?? '';
  if (/^(authorization|resume)$/.test(route) && location.includes('iss=')) {
    const url = new URL(location, 'http://127.0.0.1');
    url.searchParams.delete('iss');
    ctx.set('Location', url.href);
  }
}

describe('https with an own CA', () => {
  let directory: string;
  let caFile: string;
  const ca = makeCertificate({ commonName: 'Home CA', ca: true });
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'latchkey-ca-'));
    caFile = join(directory, 'ca.pem');
    await writeFile(caFile, ca.cert);
  });
  afterAll(() => rm(directory, { recursive: true }));
  const leaf = makeCertificate({ commonName: 'auth', names: ['localhost', '127.0.0.1'] }, ca);
  const https = { tls: { key: leaf.key, cert: leaf.cert }, host: 'localhost', browse: { ca: ca.cert } };

  it('works with the CA file, and says that the app needs it too', async () => {
    const { login, check } = await world(https);
    const outcome = await login({ caFile });
    expect(found(outcome, 'fail')).toEqual([]);
    expect(found(outcome, 'warn')).toEqual(['S2 tls-private-ca']);
    expect(checkOf(outcome, 'S17').status).toBe('pass');
    expect(found(await check({ caFile }), 'fail', 'warn')).toEqual(['P2 tls-private-ca']);
  });

  it('stops at the certificate without it, with everything else its consequence', async () => {
    const { login } = await world(https);
    const outcome = await login({});
    expect(found(outcome, 'fail')).toEqual(['S2 tls-unknown-ca']);
    for (const check of outcome.checks.slice(2))
      expect(check).toMatchObject({ because_of: 'S2', status: 'inconclusive' });
  });

  it('looks whether plain http leads to https', async () => {
    const { check, practice } = await world(https);
    const redirecting = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.end(
          `HTTP/1.1 301 Moved\r\nLocation: ${practice.url}/.well-known/openid-configuration\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        ),
      );
    });
    await new Promise<void>((done) => redirecting.listen(0, '127.0.0.1', done));
    const { port } = redirecting.address() as { port: number };
    const outcome = await check({ caFile, plainHttpPort: port });
    await new Promise((done) => redirecting.close(done));
    expect(checkOf(outcome, 'P3')).toMatchObject({
      status: 'pass',
      summary: 'Plain http is sent on to https.',
    });
    expect(checkOf(await check({ caFile, plainHttpPort: port }), 'P3').status).toBe('pass');
  });
});

describe('what each fault shows', () => {
  const faults: readonly (readonly [string, string, WorldOptions])[] = [
    [
      'issuer with another slash',
      'S4 issuer-differs-by-slash',
      { providerEntry: (issuer) => ({ url: `${issuer}/` }) },
    ],
    ['wrong signature', 'S11 id-token-signature-wrong', { onResponse: onRoute('token', breakSignature) }],
    ['unknown key', 'S11 id-token-key-not-found', { onResponse: forged(() => {}, { kid: 'other' }) }],
    [
      'other issuer',
      'S12 id-token-iss-wrong',
      {
        onResponse: forged((claims) => {
          claims['iss'] = 'https://else.example';
        }),
      },
    ],
    [
      'other audience',
      'S12 id-token-aud-wrong',
      {
        onResponse: forged((claims) => {
          claims['aud'] = 'someone';
        }),
      },
    ],
    [
      'stranger in the audience',
      'S12 id-token-aud-stranger',
      {
        onResponse: forged((claims) => {
          claims['aud'] = ['custom-client', 'x'];
        }),
      },
    ],
    [
      'other azp',
      'S12 id-token-azp-wrong',
      {
        onResponse: forged((claims) => {
          claims['azp'] = 'x';
        }),
      },
    ],
    [
      'no sub',
      'S12 id-token-sub-missing',
      {
        onResponse: forged((claims) => {
          delete claims['sub'];
        }),
      },
    ],
    [
      'other nonce',
      'S12 id-token-nonce-wrong',
      {
        onResponse: forged((claims) => {
          claims['nonce'] = 'x';
        }),
      },
    ],
    [
      'no nonce',
      'S12 id-token-nonce-missing',
      {
        onResponse: forged((claims) => {
          delete claims['nonce'];
        }),
      },
    ],
    [
      'no iat',
      'S12 id-token-iat-missing',
      {
        onResponse: forged((claims) => {
          delete claims['iat'];
        }),
      },
    ],
    [
      'issued ten minutes ahead',
      'S13 id-token-iat-in-future',
      {
        onResponse: forged((claims) => {
          claims['iat'] = (claims['iat'] as number) + 600;
        }),
      },
    ],
    [
      'issued a week ago',
      'S13 id-token-iat-too-old',
      {
        onResponse: forged((claims) => {
          claims['iat'] = (claims['iat'] as number) - 604_800;
        }),
      },
    ],
    [
      'expired',
      'S13 id-token-expired',
      {
        onResponse: forged((claims) => {
          claims['exp'] = (claims['iat'] as number) - 60;
          claims['iat'] = (claims['iat'] as number) - 300;
        }),
      },
    ],
    [
      'wrong at_hash',
      'S14 at-hash-wrong',
      {
        onResponse: forged((claims) => {
          claims['at_hash'] = 'wrongwrongwrongwrong';
        }),
      },
    ],
    [
      'userinfo of another',
      'S15 userinfo-sub-differs',
      {
        onResponse: onRoute('userinfo', (ctx) => {
          (ctx.body as Record<string, unknown>)['sub'] = 'other';
        }),
      },
    ],
    [
      'userinfo refused',
      'S15 userinfo-refused',
      {
        onResponse: onRoute('userinfo', (ctx) => {
          ctx.status = 401;
          ctx.body = { error: 'invalid_token' };
        }),
      },
    ],
    [
      'userinfo a page',
      'S15 userinfo-html',
      {
        onResponse: onRoute('userinfo', (ctx) => {
          ctx.type = 'html';
          ctx.body = '<p>Sign in</p>';
        }),
      },
    ],
    [
      'no ID token',
      'S10 token-id-token-missing',
      {
        onResponse: onRoute('token', (ctx) => {
          delete (ctx.body as Record<string, unknown>)['id_token'];
        }),
      },
    ],
    [
      'garbage for an ID token',
      'S11 id-token-malformed',
      {
        onResponse: onRoute('token', (ctx) => {
          (ctx.body as Record<string, unknown>)['id_token'] = 'garbage';
        }),
      },
    ],
    [
      'page from the token endpoint',
      'S10 token-html',
      {
        onResponse: onRoute('token', (ctx) => {
          ctx.type = 'html';
          ctx.body = '<h1>Checking your browser</h1>';
        }),
      },
    ],
    [
      'gateway error from the token endpoint',
      'S10 token-server-error',
      {
        onResponse: onRoute('token', (ctx) => {
          ctx.status = 502;
          ctx.type = 'html';
          ctx.body = '<h1>Bad gateway</h1>';
        }),
      },
    ],
    [
      'empty keys',
      'S6 jwks-empty',
      {
        onResponse: onRoute('jwks', (ctx) => {
          ctx.body = { keys: [] };
        }),
      },
    ],
    [
      'private key published',
      'S6 jwks-private-key-published',
      {
        onResponse: onRoute('jwks', async (ctx) => {
          ctx.body = { keys: [await practiceKey('RS256')] };
        }),
      },
    ],
    [
      'keys 500',
      'S6 jwks-unreachable',
      {
        onResponse: onRoute('jwks', (ctx) => {
          ctx.status = 500;
        }),
      },
    ],
    [
      'discovery a page',
      'S3 discovery-html',
      {
        onResponse: onRoute('discovery', (ctx) => {
          ctx.type = 'html';
          ctx.body = '<h1>Welcome</h1>';
        }),
      },
    ],
    [
      'discovery 404',
      'S3 discovery-not-found',
      {
        onResponse: onRoute('discovery', (ctx) => {
          ctx.status = 404;
        }),
      },
    ],
    [
      'discovery sent elsewhere',
      'S3 discovery-redirected-elsewhere',
      {
        onResponse: onRoute('discovery', (ctx) => {
          ctx.redirect('http://127.0.0.1:1/x');
        }),
      },
    ],
    [
      'wrong iss in the answer',
      'S9 callback-iss-wrong',
      {
        onResponse: onRoute('resume', (ctx) => {
          ctx.set(
            'Location',
            ctx.response.get('location').replace(/iss=[^&]+/, 'iss=https%3A%2F%2Felse.example'),
          );
        }),
      },
    ],
    [
      'iss announced but missing',
      'S9 callback-iss-missing',
      {
        onResponse: onRoute('resume', (ctx) => {
          ctx.set('Location', ctx.response.get('location').replace(/&?iss=[^&]+/, ''));
        }),
      },
    ],
    ['wrong secret', 'S10 token-client-refused', { secret: 'notTheRightOne' }],
    [
      'registered for post',
      'S10 auth-method-refused',
      {
        client: { token_endpoint_auth_method: 'client_secret_post' },
        app: { token_endpoint_auth_method: 'client_secret_basic' },
        profile: { enforceAuthMethod: true },
      },
    ],
    ['PKCE required of an app without', 'S9 pkce-required', { client: { require_pkce: true } }],
    [
      'access denied',
      'S9 access-denied',
      { login: () => ({ error: 'access_denied', error_description: 'no' }) },
    ],
    ['claims missing', 'S17 claim-missing', { accounts: [{ sub: 'x', claims: { name: 'X' } }] }],
    ['claims only in userinfo', 'S17 claim-only-in-userinfo', { app: { settings: inIdToken } }],
    [
      'groups as text',
      'S17 claim-wrong-type',
      {
        accounts: [{ sub: 'x', claims: { groups: 'admins' } }],
        app: {
          scopes: ['openid', 'groups'],
          settings: { ...inIdToken, claims_from: 'userinfo', required_claims: ['groups'] },
        },
      },
    ],
    [
      'unverified e-mail',
      'S17 email-not-verified',
      {
        accounts: [{ sub: 'x', claims: { email: 'a@b.c', email_verified: false } }],
        app: { settings: { ...inIdToken, claims_from: 'userinfo', verified_email: true } },
      },
    ],
    [
      'clock ten minutes off',
      'S7 clock-off',
      {
        onResponse: (_, ctx) => {
          ctx.set('Date', new Date(Date.now() + 600_000).toUTCString());
        },
      },
    ],
  ];
  it.each(faults)('%s: %s', async (_, expected, options) => {
    const { login } = await world(options);
    const outcome = await login();
    const roots = outcome.checks
      .filter((check) => check.because_of === undefined)
      .flatMap((check) =>
        check.findings.filter((one) => one.severity === 'fail').map((one) => `${check.id} ${one.code}`),
      );
    expect(roots).toEqual([expected]);
  });

  it('blames a token’s times on the clock', async () => {
    const ahead = forged((claims) => {
      claims['iat'] = (claims['iat'] as number) + 600;
      claims['exp'] = (claims['exp'] as number) + 600;
    });
    const { login } = await world({
      onResponse: async (route, ctx, provider) => {
        ctx.set('Date', new Date(Date.now() + 600_000).toUTCString());
        await ahead(route, ctx, provider);
      },
    });
    const outcome = await login();
    expect(checkOf(outcome, 'S7').status).toBe('fail');
    expect(checkOf(outcome, 'S13')).toMatchObject({ status: 'fail', because_of: 'S7' });
  });

  it('finds a key that was made just before the token was signed', async () => {
    const key = { ...(await practiceKey('RS256')), kid: 'new' };
    let signed = false;
    const rename = forged(
      () => {
        signed = true;
      },
      { kid: 'new' },
      key,
    );
    const { login } = await world({
      onResponse: async (route, ctx, provider) => {
        if (route === 'jwks' && signed)
          ctx.body = { keys: [{ kty: key.kty, n: key.n, e: key.e, kid: 'new', use: 'sig', alg: 'RS256' }] };
        await rename(route, ctx, provider);
      },
    });
    expect(found(await login(), 'fail', 'warn')).toEqual([]);
  });

  it('warns, and goes on, where a provider takes the secret only as it is', async () => {
    const secret = 'a:b c%/+&=planted';
    const raw = `Basic ${Buffer.from(`custom-client:${secret}`).toString('base64')}`;
    const { login } = await world({
      client: { client_secret: secret },
      onRequest: (request) => {
        if (request.url !== '/token') return false;
        // authentik splits the credentials without decoding them.
        request.headers.authorization =
          request.headers.authorization === raw
            ? `Basic ${Buffer.from(`custom-client:${encodeURIComponent(secret)}`).toString('base64')}`
            : 'Basic eDp5';
        return false;
      },
    });
    const outcome = await login();
    expect(found(outcome, 'fail')).toEqual([]);
    expect(found(outcome, 'warn')).toEqual(['S10 token-raw-basic-accepted']);
    expect(checkOf(outcome, 'S17').status).toBe('pass');
  });
});

function breakSignature(ctx: PracticeContext): void {
  const body = ctx.body as { id_token: string };
  const [header, claims, signature = ''] = body.id_token.split('.');
  body.id_token = `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

describe('ways a login can end', () => {
  it('is cancelled at once', async () => {
    const { login } = await world();
    const stop = new AbortController();
    const started = performance.now();
    const outcome = await login({ openBrowser: false, signal: stop.signal, onReady: () => stop.abort() });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(outcome.evidence.callback?.outcome).toBe('cancelled');
    expect(checkOf(outcome, 'S9')).toMatchObject({
      status: 'inconclusive',
      summary: 'The login was cancelled before an answer came.',
    });
    expect(found(outcome, 'fail')).toEqual([]);
  });

  it('times out with a sentence when nobody signs in', async () => {
    const { login } = await world();
    const outcome = await login({ openBrowser: false, timeoutSeconds: 1 });
    expect(checkOf(outcome, 'S9')).toMatchObject({
      status: 'inconclusive',
      summary: 'No answer came in time.',
    });
    expect(checkOf(outcome, 'S10')).toMatchObject({ status: 'inconclusive', because_of: 'S9' });
    // No user signed in, so no claims were seen, even if the app needs none.
    expect(checkOf(outcome, 'S17')).toMatchObject({ status: 'inconclusive', because_of: 'S9' });
  });

  it('names the address of the login page when no browser can get there', async () => {
    const { login } = await world({
      onResponse: onRoute('discovery', (ctx) => {
        Object.assign(ctx.body as object, {
          authorization_endpoint: 'http://idp-container.invalid/authorize',
        });
      }),
    });
    const outcome = await login({ openBrowser: false, timeoutSeconds: 1 });
    expect(checkOf(outcome, 'S9')).toMatchObject({ status: 'fail' });
    expect(checkOf(outcome, 'S9').findings.map((one) => one.code)).toEqual(['endpoint-on-private-host']);
  });

  it('does not take a name that begins like a private address for one', async () => {
    const codesFor = async (host: string) => {
      const { login } = await world({
        onResponse: onRoute('discovery', (ctx) => {
          Object.assign(ctx.body as object, { end_session_endpoint: `https://${host}/end` });
        }),
      });
      return checkOf(await login(), 'S5').findings.map((one) => one.code);
    };
    expect(await codesFor('10.1.2.3')).toContain('endpoint-on-private-host');
    expect(await codesFor('10.example.com')).not.toContain('endpoint-on-private-host');
  });

  it('says which port is taken, and takes no other', async () => {
    const { connection } = await world();
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as { port: number };
    const result = await runLogin(connection, {}, { port, openBrowser: false });
    await new Promise((done) => taken.close(done));
    expect(result).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
    expect(result.ok ? '' : result.error.message).toContain(String(port));
  });

  it('can run twice at once', async () => {
    const { login } = await world();
    const outcomes = await Promise.all([login(), login()]);
    for (const outcome of outcomes) expect(found(outcome, 'fail', 'warn')).toEqual([]);
  });

  it('does not wait for a person whom the provider won’t let in', async () => {
    const { login } = await world({ client: { redirect_uris: [APP_CALLBACK] } });
    const started = performance.now();
    const outcome = await login({ openBrowser: false, timeoutSeconds: 60 });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(checkOf(outcome, 'S9')).toMatchObject({ status: 'fail' });
    expect(found(outcome, 'fail')).toEqual(['S9 redirect-uri-refused']);
    expect(checkOf(outcome, 'P7').status).toBe('pass');
  });

  it('tells that the app’s own address is missing while the test’s is there', async () => {
    const { login } = await world({ client: { redirect_uris: [TEST_CALLBACK] } });
    const outcome = await login();
    expect(found(outcome, 'fail')).toEqual(['P7 redirect-uri-not-registered']);
    expect(checkOf(outcome, 'S12').status).toBe('pass');
  });

  it('takes the address pasted from the app’s own redirect URI, and no other', async () => {
    const { connection, secret } = await world({ client: { redirect_uris: [APP_CALLBACK] } });
    let url = '';
    const session = await startLogin(
      connection,
      { client_secret: secret },
      {
        mode: 'paste-back',
        openBrowser: false,
        onReady: (ready) => {
          url = ready.url;
        },
      },
    );
    if (!session.ok) throw new Error(session.error.message);
    while (url === '') await new Promise((done) => setTimeout(done, 10));
    const codeOf = (text: string) => {
      const result = session.value.paste(text);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(codeOf('hello')).toBe('not-a-callback');
    expect(codeOf('https://else.example/?state=x')).toBe('not-a-callback');
    expect(codeOf(`${APP_CALLBACK}?code=x&state=wrong`)).toBe('not-a-callback');
    expect(codeOf(APP_CALLBACK)).toBe('not-a-callback');
    expect(codeOf(lastVisit(await browse(url, { stopBefore: APP_CALLBACK })).url)).toBe('ok');
    const outcome = await session.value.outcome;
    expect(found(outcome, 'fail', 'warn')).toEqual([]);
    expect(outcome.target.redirect).toEqual({ mode: 'paste-back', uri: APP_CALLBACK });
  });

  it('uses another client in mode test-client, with its own secret', async () => {
    const { connection } = await world({ client: { client_id: 'copy', client_secret: 'copySecret123' } });
    const result = await runLogin(
      connection,
      {},
      {
        mode: 'test-client',
        testClient: { client_id: 'copy', client_secret: 'copySecret123' },
        port: 0,
        openBrowser: (url) => browse(url),
      },
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(found(result.value, 'fail', 'warn')).toEqual([]);
    expect(result.value.checks.some((check) => check.id === 'P7')).toBe(false);
  });
});

describe('secrets', () => {
  it('are in no evidence, check, progress or error, whatever the provider echoes', async () => {
    const seen: string[] = [];
    const values: string[] = [];
    const echo: PracticeHook = (route, ctx) => {
      const body = ctx.body as Record<string, unknown>;
      if (route === 'token') {
        for (const name of ['access_token', 'id_token'])
          if (typeof body[name] === 'string') values.push(body[name]);
        const params = ctx.oidc.params as Record<string, string | undefined> | undefined;
        for (const name of ['code', 'code_verifier']) if (params?.[name]) values.push(params[name]);
      }
      if (route === 'userinfo') {
        ctx.status = 400;
        ctx.type = 'html';
        ctx.body = `<p>${values.join(' ')} ${PLANTED_SECRET} ${ctx.get('authorization')}</p>`;
      }
      if (route === 'authorization') {
        const state = new URL(ctx.href).searchParams.get('state');
        if (state) values.push(state);
        ctx.set('Server', `echo ${state}`);
      }
    };
    const { login, check } = await world({
      onResponse: echo,
      app: { settings: { redirect_paths: ['/oauth2/callback'], pkce: 'S256' } },
    });
    let url = '';
    const options = { onProgress: (progress: unknown) => seen.push(JSON.stringify(progress)) };
    const outcomes = [
      await login({
        ...options,
        openBrowser: async (opened) => {
          url = opened;
          await browse(opened);
        },
      }),
      await check(options),
    ];
    const state = new URL(url).searchParams;
    values.push(PLANTED_SECRET, state.get('state')!, state.get('nonce')!);
    const written = JSON.stringify(outcomes) + seen.join('');
    expect(values.length).toBeGreaterThan(6);
    expect(values.filter((value) => written.includes(value))).toEqual([]);
    expect(written).not.toContain(Buffer.from(`custom-client:${PLANTED_SECRET}`).toString('base64'));
  });
});
