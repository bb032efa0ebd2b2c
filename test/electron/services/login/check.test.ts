import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checksFor, runCheck } from '../../../../electron/services/login/check.ts';
import { runLogin } from '../../../../electron/services/login/login.ts';
import type { PracticeHook } from '../../../../electron/services/practice/provider.ts';
import { diagnose } from '../../../../shared/diagnosis/diagnose.ts';
import type { Check } from '../../../../shared/diagnosis/types.ts';
import { connect } from '../../../helpers/app-connection.ts';
import {
  APP_CALLBACK,
  checkOf,
  found,
  notPassed,
  PLANTED_SECRET,
  startWorld,
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

const PKCE = { settings: { redirect_paths: ['/oauth2/callback'], pkce: 'S256' } } as const;

/** Answers as Authelia does: shows errors on its own pages, and enforces the client authentication method. */
const likeAuthelia: PracticeHook = (route, ctx) => {
  const error = ctx.state['error'] as { error: string; error_description?: string } | undefined;
  if (route !== 'authorization' || !error) return;
  const redirect = error.error === 'invalid_redirect_uri';
  const words = redirect
    ? "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'."
    : 'Client authentication failed. The requested OAuth 2.0 Client does not exist.';
  ctx.status = 302;
  ctx.redirect(
    `/consent/completion?${new URLSearchParams({ error: redirect ? 'invalid_request' : 'invalid_client', error_description: words })}`,
  );
};
/** Answers every authorization request with the same page, as a single-page app does. */
const likePageApp: PracticeHook = (route, ctx) => {
  if (route !== 'authorization') return;
  ctx.status = 200;
  ctx.remove('Location');
  ctx.type = 'html';
  ctx.body = '<!doctype html><title>Sign in</title><div id="app"></div>';
};

describe('checks without a login', () => {
  it('pass, or say that they can’t tell', async () => {
    const { check } = await world({ app: PKCE });
    const outcome = await check();
    expect(found(outcome, 'fail', 'warn')).toEqual([]);
    expect(notPassed(outcome)).toEqual(['P11 inconclusive']);
    expect(outcome.timings.requests).toBeLessThanOrEqual(12);
  });

  const faults: readonly (readonly [string, readonly string[], WorldOptions])[] = [
    ['unknown client', ['P6 client-unknown'], { client: { client_id: 'somebody-else' } }],
    [
      'redirect URI with another slash',
      ['P7 redirect-uri-not-registered'],
      { client: { redirect_uris: [`${APP_CALLBACK}/`], application_type: 'native' } },
    ],
    ['wrong secret', ['P8 secret-refused'], { secret: 'notTheRightOne' }],
    ['no secret stored', ['P8 secret-refused'], { secret: null }],
    [
      'registered for post, sent as basic',
      ['P9 auth-method-refused'],
      {
        client: { token_endpoint_auth_method: 'client_secret_post' },
        app: { token_endpoint_auth_method: 'client_secret_basic' },
        profile: { enforceAuthMethod: true },
      },
    ],
    [
      'registered for basic, sent as post',
      ['P9 auth-method-refused'],
      {
        client: { token_endpoint_auth_method: 'client_secret_basic' },
        app: { token_endpoint_auth_method: 'client_secret_post' },
        profile: { enforceAuthMethod: true },
      },
    ],
    ['PKCE required of an app without', ['P10 pkce-required'], { client: { require_pkce: true } }],
    ['scope the client may not have', ['P11 scope-refused'], { client: { scope: 'openid profile' } }],
    [
      'issuer of another host',
      ['P4 issuer-differs-by-host'],
      {
        onResponse: (route, ctx) => {
          if (route === 'discovery') (ctx.body as Record<string, unknown>)['issuer'] = 'http://localhost:1';
        },
      },
    ],
  ];
  it.each(faults)('%s: %j', async (_, expected, options) => {
    const { check } = await world(options);
    const outcome = await check();
    const roots = outcome.checks
      .filter((one) => one.because_of === undefined)
      .flatMap((one) => one.findings.filter((f) => f.severity === 'fail').map((f) => `${one.id} ${f.code}`));
    expect(roots).toEqual(expected);
  });

  it.each<(typeof faults)[number]>([['nothing', [], { app: PKCE }], ...faults])(
    'are told one by one, as they end and as they stay: %s',
    async (_, __, options) => {
      const asked: string[] = [];
      const { check, connection } = await world({
        ...options,
        onRequest: (request) => {
          asked.push(request.url!.replace(/[?].*/, ''));
          return false;
        },
      });
      const told = new Map<string, { readonly check: Check; readonly before: number }>();
      // Those that are told to come are those that come.
      expect(checksFor(connection)).toEqual((await check()).checks.map(({ id }) => id));
      asked.length = 0;
      const outcome = await check({
        onChecks: (checks) => {
          for (const check of checks) told.set(check.id, { check, before: asked.length });
        },
      });
      for (const { check } of told.values()) {
        const { evidence, ...last } = checkOf(outcome, check.id);
        // Every answer has a time, so the clocks are the better known the more of them there are.
        if (check.id === 'S7') expect(check.status).toBe(last.status);
        else expect(check).toMatchObject(last);
      }
      // Nothing but the app's own request waits for the end, and what is known of the provider for nothing.
      expect(outcome.checks.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([]);
      for (const id of ['P2', 'P1', 'P4']) expect(told.get(id)?.before, id).toBe(1);
      expect(told.get('P5')?.before).toBe(2);
      // Without a secret, nothing is asked about it.
      if (options.secret !== null) expect(told.get('P6')!.before).toBeLessThan(told.get('P8')!.before);
    },
  );

  it('name the scope that is refused', async () => {
    const { check } = await world({ client: { scope: 'openid profile' } });
    expect(checkOf(await check(), 'P11').findings[0]?.data['scope']).toBe('email');
  });

  it.each([
    ['unknown client', 'P6', 'client-unknown', { client: { client_id: 'else' } }],
    [
      'redirect URI',
      'P7',
      'redirect-uri-not-registered',
      { client: { redirect_uris: ['http://127.0.0.1:9/other'] } },
    ],
  ] as const)('read an error inside the provider’s own pages: %s', async (_, id, code, options) => {
    const { check } = await world({ ...options, onResponse: likeAuthelia });
    expect(checkOf(await check(), id).findings.map((one) => one.code)).toEqual([code]);
  });

  it('never pass where good and bad are answered alike', async () => {
    const { check } = await world({ onResponse: likePageApp });
    const outcome = await check();
    for (const id of ['P6', 'P7', 'P10', 'P11']) expect(checkOf(outcome, id).status).toBe('inconclusive');
    expect(checkOf(outcome, 'P8').status).toBe('pass');
  });

  it('don’t take a refusal of everything for an unregistered address', async () => {
    const { check } = await world({
      onResponse: (route, ctx) => {
        if (route !== 'authorization') return;
        ctx.status = 403;
        ctx.remove('Location');
        ctx.type = 'html';
        ctx.body = '<!doctype html><h1>Forbidden</h1>';
      },
    });
    const outcome = await check();
    for (const id of ['P6', 'P7', 'P10', 'P11']) expect(checkOf(outcome, id).status).toBe('inconclusive');
    expect(checkOf(outcome, 'P8').status).toBe('pass');
  });

  it('can’t tell the secret where the code is looked at first', async () => {
    const { check } = await world({
      onResponse: (route, ctx) => {
        if (route !== 'token') return;
        ctx.status = 400;
        ctx.body = { error: 'invalid_grant' };
      },
    });
    const outcome = await check();
    expect(checkOf(outcome, 'P8').status).toBe('inconclusive');
    expect(checkOf(outcome, 'P9').status).toBe('inconclusive');
  });

  it('stop when the provider asks for fewer requests', async () => {
    let asked = 0;
    const { check } = await world({
      onResponse: (route, ctx) => {
        if (route === 'authorization' || route === 'token') {
          asked++;
          ctx.status = 429;
          ctx.set('Retry-After', '60');
        }
      },
    });
    const outcome = await check();
    expect(asked).toBe(1);
    expect(checkOf(outcome, 'P6')).toMatchObject({ status: 'inconclusive' });
    expect(found(outcome, 'fail')).toEqual([]);
    expect(found(outcome, 'info')).toContain('P6 rate-limited');
  });

  it('say which product answers where the workspace names another one', async () => {
    const server = createServer((request, response) => {
      const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/home`;
      if (request.url !== '/realms/home/.well-known/openid-configuration')
        return void response.writeHead(404).end();
      const at = `${issuer}/protocol/openid-connect`;
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${at}/auth`,
          token_endpoint: `${at}/token`,
          userinfo_endpoint: `${at}/userinfo`,
          jwks_uri: `${at}/certs`,
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/home`;
    try {
      // authentik’s document would be below the address, Authelia’s right there.
      for (const kind of ['authentik', 'authelia', 'keycloak', 'oidc']) {
        const connection = connect({ kind: 'memos' }, { kind, url });
        const outcome = await runCheck(connection, { client_secret: PLANTED_SECRET });
        const diagnoses = outcome.ok ? diagnose(outcome.value.checks, connection) : [];
        const causes = diagnoses.map(({ id }) => id);
        const said = diagnoses.find(({ id }) => id === 'provider-kind-wrong');
        if (kind === 'keycloak' || kind === 'oidc') expect(causes, kind).not.toContain('provider-kind-wrong');
        else
          expect(said, `${kind}: ${causes.join(' ')}`).toMatchObject({
            title: `This looks like Keycloak, not ${kind === 'authelia' ? 'Authelia' : 'authentik'}`,
            fix: { setting: 'kind', value: 'keycloak', workspace_path: 'providers.home.kind' },
          });
      }
    } finally {
      server.close();
    }
  });

  it('show authentik the app’s own address first, because it could save the first one', async () => {
    const asked: string[] = [];
    const { practice, secret } = await world({
      issuerPath: '/application/o/custom/',
      onResponse: (route, ctx) => {
        if (route === 'authorization') asked.push(new URL(ctx.href).searchParams.get('redirect_uri') ?? '');
      },
    });
    const connection = connect(
      { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/oauth2/callback'] } },
      { kind: 'authentik', url: practice.url, version: '2025.10' },
    );
    const outcome = await runCheck(connection, { client_secret: secret }, { probeSpacingMs: 1 });
    expect(outcome.ok && checkOf(outcome.value, 'P7').status).toBe('pass');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked[0]).toBe(APP_CALLBACK);
    expect(outcome.ok && checkOf(outcome.value, 'P7').evidence['shown_first']).toBe(APP_CALLBACK);
    expect(outcome.ok && checkOf(outcome.value, 'P7').summary).toContain('the first one it was shown');
  });

  it('show authentik no other address while it did not answer to the app’s own', async () => {
    const asked: string[] = [];
    const { practice, secret } = await world({
      issuerPath: '/application/o/custom/',
      onResponse: (route, ctx) => {
        if (route !== 'authorization') return;
        asked.push(new URL(ctx.href).searchParams.get('redirect_uri') ?? '');
        ctx.status = 500;
        ctx.remove('Location');
        ctx.body = 'Server Error';
      },
    });
    const connection = connect(
      { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/oauth2/callback'] } },
      { kind: 'authentik', url: practice.url, version: '2025.10' },
    );
    const outcome = await runCheck(connection, { client_secret: secret }, { probeSpacingMs: 1 });
    expect(outcome.ok && checkOf(outcome.value, 'P7').status).toBe('inconclusive');
    expect([...new Set(asked)]).toEqual([APP_CALLBACK]);
  });

  it('keep their distance and their number', async () => {
    const { check } = await world();
    const outcome = await check({ probeSpacingMs: 200 });
    const probes = outcome.evidence.exchanges.filter((exchange) => exchange.purpose.endsWith('-probe'));
    expect(probes.length).toBeLessThanOrEqual(10);
    for (const [index, probe] of probes.entries()) {
      if (index > 0) expect(probe.at - probes[index - 1]!.at).toBeGreaterThanOrEqual(190);
    }
  });

  it('never send a secret over plain http to another machine', async () => {
    const connection = connect(
      { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/oauth2/callback'] } },
      { kind: 'oidc', url: 'http://192.0.2.1' },
    );
    const stop = AbortSignal.timeout(1500);
    const outcome = await runCheck(connection, { client_secret: PLANTED_SECRET }, { signal: stop });
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(checkOf(outcome.value, 'S1').findings.map((one) => one.code)).toContain('issuer-plain-http');
    expect(outcome.value.evidence.exchanges.every((exchange) => exchange.request.form === undefined)).toBe(
      true,
    );
  });

  it.each([
    ['a name that doesn’t exist', 'https://nobody.invalid', 'dns-not-found'],
    ['a closed port', 'http://127.0.0.1:1', 'connection-refused'],
  ])('say what is wrong with the way there: %s', async (_, url, code) => {
    const connection = connect(
      { kind: 'custom', settings: { redirect_paths: ['/x'] } },
      { kind: 'oidc', url },
    );
    const outcome = await runCheck(connection, { client_secret: PLANTED_SECRET }, { env: {} });
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(found(outcome.value, 'fail')).toEqual([`P2 ${code}`]);
    for (const id of ['P1', 'P4', 'P5', 'P6', 'P7']) {
      expect(checkOf(outcome.value, id)).toMatchObject({ status: 'inconclusive', because_of: 'P2' });
    }
  });
});

describe('two names that are both not found', () => {
  it('are the DNS of this machine, whether it checks or logs in', async () => {
    const connection = connect(
      { kind: 'romm', url: 'https://games.invalid' },
      { kind: 'oidc', url: 'https://nobody.invalid' },
    );
    const runs = [
      await runCheck(connection, { client_secret: PLANTED_SECRET }, { env: {} }),
      await runLogin(connection, { client_secret: PLANTED_SECRET }, { env: {}, openBrowser: false }),
    ];
    for (const outcome of runs) {
      if (!outcome.ok) throw new Error(outcome.error.message);
      const [first] = diagnose(outcome.value.checks, connection);
      expect(first).toMatchObject({
        id: 'provider-name-not-found',
        title: expect.stringContaining('Neither name'),
      });
    }
  });

  it('are not concluded where the app’s is found', async () => {
    const connection = connect(
      { kind: 'romm', url: 'http://127.0.0.1:8080' },
      { kind: 'oidc', url: 'https://nobody.invalid' },
    );
    const outcome = await runCheck(connection, { client_secret: PLANTED_SECRET }, { env: {} });
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(diagnose(outcome.value.checks, connection)[0]?.title).not.toContain('Neither name');
  });
});

describe('what a check adds to a failure', () => {
  it('names the issuer that was meant, without going on with it', async () => {
    const { check, practice } = await world({
      issuerPath: '/auth/realms/home',
      providerEntry: (issuer) => ({ url: issuer.replace('/auth/realms', '/realms') }),
    });
    const outcome = await check();
    expect(checkOf(outcome, 'P1').findings[0]).toMatchObject({
      code: 'discovery-not-found',
      data: { suggestion: practice.issuer },
    });
    for (const id of ['P5', 'P6', 'P8']) expect(checkOf(outcome, id).because_of).toBe('P1');
  });

  it('finds that the client is registered without a secret', async () => {
    const { check } = await world({
      client: { token_endpoint_auth_method: 'none' },
      app: { token_endpoint_auth_method: 'client_secret_basic' },
      secret: PLANTED_SECRET,
    });
    expect(checkOf(await check(), 'P9').findings[0]).toMatchObject({
      code: 'auth-method-refused',
      data: { method: 'client_secret_basic', accepted: 'none' },
    });
  });

  it('accepts the secret where only a wrong one is refused', async () => {
    const { check } = await world({
      onResponse: (route, ctx) => {
        const body = ctx.body as { error?: string };
        if (route === 'token' && body.error === 'invalid_grant') {
          ctx.body = { error: 'invalid_request', error_description: 'The code is not one of ours.' };
        }
      },
    });
    const outcome = await check();
    expect(checkOf(outcome, 'P8').status).toBe('pass');
    expect(checkOf(outcome, 'P9').status).toBe('pass');
  });

  it('says that a refused secret holds characters that must be encoded', async () => {
    const { check } = await world({ secret: 'wrong/secret+with=signs' });
    expect(checkOf(await check(), 'P8').findings[0]?.data['special_characters']).toBe(true);
  });
});
