import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CheckOptions, runCheck } from '../../../../electron/services/login/check.ts';
import { type LoginOptions, runLogin } from '../../../../electron/services/login/login.ts';
import type { RunOutcome } from '../../../../electron/services/login/outcome.ts';
import type { ProviderEntry } from '../../../../shared/workspace/types.ts';
import { connect } from '../../../helpers/app-connection.ts';
import { browse } from '../../../helpers/browse.ts';
import { latchkey, temporaryFolder } from '../../../helpers/latchkey.ts';

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';
const CODE = 'SplxlOBeZQQYbYS6WxSbIA';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A server; the result tells where it is and what it was sent. */
async function listen(answer: (path: string, url: URL) => object | string | undefined) {
  const got: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '/', 'http://x');
    got.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
    const value = answer(url.pathname, url);
    if (typeof value === 'string') response.writeHead(302, { location: value }).end();
    else if (value === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, got };
}

/** A provider whose discovery document names another host for the token and userinfo endpoints. */
async function world(elsewhere: { token?: boolean; userinfo?: boolean }) {
  const tokens = {
    access_token: 'SlAV32hkKG-SlAV32hkKG',
    token_type: 'Bearer',
    id_token: 'eyJhbGciOiJub25lIn0.e30.x',
  };
  const endpoints = (path: string) =>
    path === '/token' ? tokens : path === '/me' ? { sub: 'ada', email: 'ada@example.com' } : undefined;
  const other = await listen(endpoints);
  let own = '';
  const provider = await listen((path, url) => {
    if (path.startsWith('/.well-known'))
      return {
        issuer: own,
        authorization_endpoint: `${own}/auth`,
        jwks_uri: `${own}/jwks`,
        token_endpoint: `${elsewhere.token ? other.url : own}/token`,
        userinfo_endpoint: `${elsewhere.userinfo ? other.url : own}/me`,
      };
    if (path === '/jwks') return { keys: [] };
    if (path === '/auth') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      if (url.searchParams.get('prompt') === 'none') back.searchParams.set('error', 'login_required');
      else back.searchParams.set('code', CODE);
      return back.href;
    }
    return endpoints(path);
  });
  own = provider.url;
  const connection = (entry: Partial<ProviderEntry> = {}) =>
    connect(
      { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/cb'] } },
      { kind: 'oidc', url: own, ...entry },
    );
  const value = (result: { ok: true; value: RunOutcome } | { ok: false; error: { message: string } }) => {
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const common = { probeSpacingMs: 0, requestTimeoutMs: 3000, env: {} };
  let opened = 0;
  return {
    other,
    provider,
    opened: () => opened,
    check: async (options: CheckOptions = {}, entry?: Partial<ProviderEntry>) =>
      value(await runCheck(connection(entry), { client_secret: SECRET }, { ...common, ...options })),
    login: async (options: LoginOptions = {}, entry?: Partial<ProviderEntry>) =>
      value(
        await runLogin(
          connection(entry),
          { client_secret: SECRET },
          {
            ...common,
            port: 0,
            timeoutSeconds: 5,
            openBrowser: (at) => {
              opened++;
              return browse(at);
            },
            ...options,
          },
        ),
      ),
  };
}
const check = (outcome: RunOutcome, id: string) => outcome.checks.find((one) => one.id === id);

describe('a host that only the discovery document names', () => {
  it('gets no secret from a check, and is named', async () => {
    const { check: run, other } = await world({ token: true });
    const outcome = await run();
    expect(other.got).toEqual([]);
    expect(outcome.evidence.untrusted_host).toBe(other.host);
    expect(check(outcome, 'P8')).toMatchObject({
      status: 'inconclusive',
      summary: expect.stringContaining(other.host),
      evidence: { untrusted_host: other.host },
    });
  });

  it('gets no code and no secret from a login; nobody is asked to sign in for nothing', async () => {
    const { login, other, opened } = await world({ token: true });
    const outcome = await login();
    expect(other.got).toEqual([]);
    expect(opened()).toBe(0);
    expect(check(outcome, 'S9')).toMatchObject({
      status: 'inconclusive',
      summary: expect.stringContaining(other.host),
      evidence: { untrusted_host: other.host },
    });
  });

  it('gets no access token either', async () => {
    const { login, other } = await world({ userinfo: true });
    const outcome = await login();
    expect(other.got).toEqual([]);
    expect(outcome.evidence.token?.has_access_token).toBe(true);
    expect(outcome.evidence.untrusted_host).toBe(other.host);
  });

  it('gets them once a person has confirmed exactly this host', async () => {
    const { check: run, login, other } = await world({ token: true, userinfo: true });
    await run({ trustHosts: ['127.0.0.1', 'localhost', `x.${other.host}`, '127.0.0.1:1'] });
    expect(other.got).toEqual([]);
    const checked = await run({ trustHosts: [other.host] });
    expect(other.got.join()).toContain('POST /token');
    expect(checked.evidence.untrusted_host).toBeUndefined();
    const logged = await login({ trustHosts: [other.host] });
    expect(other.got.join()).toContain(CODE);
    expect(other.got.join()).toContain('GET /me');
    expect(logged.evidence.untrusted_host).toBeUndefined();
  });

  it('gets them if the workspace states the endpoint', async () => {
    const { check: run, other } = await world({ token: true });
    const outcome = await run({}, { metadata: { token_endpoint: `${other.url}/token` } });
    expect(other.got.join()).toContain('POST /token');
    expect(outcome.evidence.untrusted_host).toBeUndefined();
  });

  it('is no question where the host is the issuer’s own', async () => {
    const { check: run, login, provider, opened } = await world({});
    expect((await run()).evidence.untrusted_host).toBeUndefined();
    expect(provider.got.join()).toContain('POST /token');
    expect((await login()).evidence.untrusted_host).toBeUndefined();
    expect(opened()).toBe(1);
  });
});

describe('the command line', () => {
  it.each(['check', 'login'])('names the host and the flag: %s', async (command) => {
    const { other, provider } = await world({ token: true });
    const file = join(temporaryFolder(), 'home.latchkey.yaml');
    writeFileSync(
      file,
      `latchkey: 1\nid: trust-test\nproviders:\n  home: {kind: oidc, url: "${provider.url}"}\napps:\n  custom: {kind: custom, url: "http://127.0.0.1:9", provider: home, client_id: abc, settings: {redirect_paths: [/cb]}}\n`,
    );
    const run = (...flags: string[]) =>
      latchkey(
        [
          command,
          file,
          '--app',
          'custom',
          '--secrets',
          'stdin',
          '--json',
          ...flags,
          ...(command === 'login' ? ['--no-browser', '--timeout', '2', '--port', '0'] : []),
        ],
        { stdin: JSON.stringify({ custom: { client_secret: SECRET } }), timeout: 60_000 },
      );
    const refused = await run();
    expect(refused.stderr).toContain(`--trust-host ${other.host}`);
    expect(other.got).toEqual([]);
    expect(refused.code).not.toBe(0);
    const allowed = await run('--trust-host', other.host);
    expect(allowed.stderr).not.toContain('--trust-host');
    if (command === 'check') expect(other.got.join()).toContain('POST /token');
  });
});
