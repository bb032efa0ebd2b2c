import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeProvider } from '../../../electron/services/practice/provider.ts';
import { makeCertificate } from '../../helpers/certificates.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

let host: TestHost;
beforeEach(() => {
  host = testHost();
});
afterEach(() => host.close());

/** A browser without a screen: follows redirects, keeps cookies, and submits the practice provider's form. */
async function signIn(start: string, decision: 'agree' | 'refuse' = 'agree'): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let body: URLSearchParams | undefined;
  for (let hop = 0; hop < 12; hop++) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body ? { method: 'POST', body } : {}),
    });
    body = undefined;
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith('https://memos.example.com/')) return url;
      continue;
    }
    const html = await answer.text();
    const account = /name="account"[^>]*value="([^"]+)"/.exec(html)?.[1];
    if (account === undefined) return url;
    body = new URLSearchParams({ account, decision });
  }
  throw new Error('The sign-in went in circles.');
}

async function practice() {
  const { view } = await host.must('practice.start', {});
  await host.must('secrets.generate', { handle: view.handle, app: 'memos' });
  return view;
}

describe('the practice provider', () => {
  it('opens a sample workspace that is checked green', async () => {
    const view = await practice();
    expect(view).toMatchObject({ practice: true, path: null });
    const { events, error } = await host.listen('check.run', { handle: view.handle, apps: ['memos'] });
    expect(error).toBeUndefined();
    expect(events[0]?.type).toBe('planned');
    const report = events.find((event) => event.type === 'report');
    const failed =
      report?.type === 'report'
        ? report.record.report.checks.filter(({ status }) => status === 'fail')
        : ['no report'];
    expect(failed).toEqual([]);
    const [record] = (await host.must('tests.history', { handle: view.handle, app: 'memos' })).records;
    expect(record).toMatchObject({ kind: 'check', outdated: false });
    expect((await host.must('overview.get', { handle: view.handle })).providers[0]?.answered_at).toMatch(
      /^20/,
    );
  });

  it('says nothing any more of a provider whose CA file holds other certificates, under the same path', async () => {
    const view = await practice();
    const { handle } = view;
    const folder = mkdtempSync(join(tmpdir(), 'ca-content-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const ca_file = join(folder, 'ca.pem');
    const [first, second] = ['one', 'two'].map(
      (commonName) => makeCertificate({ commonName, ca: true }).cert,
    );
    writeFileSync(ca_file, first!);
    const entry = { ...view.workspace.providers['practice']!, ca_file };
    const change = { op: 'put-provider' as const, id: 'practice', entry };
    await host.must('workspace.update', { handle, revision: view.revision, change });
    await host.listen('check.run', { handle, apps: ['memos'] });
    const seen = async () => {
      const [record] = (await host.must('tests.history', { handle, app: 'memos' })).records;
      const [app] = (await host.must('overview.get', { handle })).apps;
      return [record?.outdated, app?.standing.word === 'outdated'];
    };
    expect(await seen()).toEqual([false, false]);
    writeFileSync(ca_file, second!);
    expect(await seen()).toEqual([true, true]);
    writeFileSync(ca_file, first!);
    expect(await seen()).toEqual([false, false]);
    rmSync(ca_file);
    expect(await seen()).toEqual([true, true]);
  });

  it('lets a test login through, with the claims judged for the app', async () => {
    const view = await practice();
    const { events, error } = await host.listen(
      'login.start',
      { handle: view.handle, app: 'memos', mode: 'loopback', timeout_s: 20 },
      undefined,
      (event) => {
        if (event.type === 'ready') void signIn(event.url);
      },
    );
    expect(error).toBeUndefined();
    const last = events.at(-1);
    if (last?.type !== 'report') throw new Error(`No report: ${JSON.stringify(last)}`);
    expect(last.record.report.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(
      last.record.claims.filter(({ need }) => need === 'required').every(({ verdict }) => verdict === 'pass'),
    ).toBe(true);
    expect(last.record.claims.length).toBeGreaterThan(0);
    const text = await host.must('report.text', { handle: view.handle, app: 'memos' });
    expect(text.markdown).toContain('Test login');
    expect(text.markdown).not.toContain('ada@example.com');

    const changed = await host.must('workspace.update', {
      handle: view.handle,
      revision: view.revision,
      change: {
        op: 'put-app',
        id: 'memos',
        entry: { ...view.workspace.apps['memos']!, url: 'https://notes.example.com' },
      },
    });
    expect(changed.revision).not.toBe(view.revision);
    expect(
      (await host.must('tests.history', { handle: view.handle, app: 'memos' })).records[0]?.outdated,
    ).toBe(true);
  });

  it('takes the app’s own redirect address back by pasting', async () => {
    const { handle } = await practice();
    const pasted: unknown[] = [];
    const { events } = await host.listen(
      'login.start',
      { handle, app: 'memos', mode: 'paste', timeout_s: 20 },
      undefined,
      (event) => {
        if (event.type !== 'ready') return;
        void (async () => {
          pasted.push(
            await host.call('login.paste', { login: event.login, url: 'https://memos.example.com/' }),
          );
          const url = await signIn(event.url);
          pasted.push(await host.call('login.paste', { login: event.login, url }));
        })();
      },
    );
    expect(pasted).toMatchObject([{ error: { code: 'not-a-callback' } }, { ok: true }]);
    expect(events.at(-1)?.type).toBe('report');
    expect(
      host.seen.filter((line) => line.startsWith('login.paste') || line.includes('"report"')).join(),
    ).not.toMatch(/[?&]code=[\w-]{20}/);
  });

  it('is ended by the page, by a call, and never runs twice for one app', async () => {
    const { handle } = await practice();
    const input = { handle, app: 'memos', mode: 'loopback' as const };
    const ending = new AbortController();
    const first = host.listen('login.start', input, ending.signal, (event) => {
      if (event.type === 'ready') ready(event.login);
    });
    let ready: (id: string) => void = () => {};
    const started = new Promise<string>((resolve) => {
      ready = resolve;
    });
    await started;
    expect((await host.listen('login.start', input)).error?.code).toBe('login-running');
    ending.abort();
    expect((await first).error?.code).toBe('cancelled');

    let login = '';
    const second = await host.listen('login.start', input, undefined, (event) => {
      if (event.type !== 'ready') return;
      login = event.login;
      void host.must('login.cancel', { login });
    });
    expect(second.error?.code).toBe('cancelled');
    expect(await host.call('login.cancel', { login })).toMatchObject({ error: { code: 'no-such-login' } });
  });

  it('is gone with its workspace', async () => {
    const view = await practice();
    const issuer = view.workspace.providers['practice']!.url;
    expect((await fetch(`${issuer}/.well-known/openid-configuration`)).status).toBe(200);
    await host.must('workspace.close', { handle: view.handle });
    await expect(fetch(`${issuer}/.well-known/openid-configuration`)).rejects.toThrow();
    expect((await host.must('session.info', {})).recent).toEqual([]);
  });
});

describe('discovery', () => {
  const ask = async (url: string, kind?: string) => {
    const { events, error } = await host.listen('provider.discover', {
      url,
      ...(kind === undefined ? {} : { kind }),
    });
    if (error) throw new Error(error.code);
    const last = events.at(-1);
    return last?.type === 'result' ? last.discovery : undefined;
  };

  it('finds a provider at its address, at a pasted well-known one and below a path', async () => {
    const provider = await startPracticeProvider({ clients: [] });
    try {
      expect(await ask(provider.url)).toMatchObject({
        status: 'found',
        issuer: provider.issuer,
        kind: 'oidc',
      });
      for (const typed of [provider.discovery_url, `${provider.url}/login?next=1`]) {
        const found = await ask(typed);
        expect(found).toMatchObject({ status: 'found', suggested_url: provider.issuer });
      }
      expect((await ask(provider.url))?.endpoints.map(({ name }) => name)).toContain('token_endpoint');
    } finally {
      await provider.close();
    }
  });

  it('knows authentik by its document and its version by what is in it', async () => {
    let document: object = {};
    const server = await serving((path) =>
      path.endsWith('/memos/.well-known/openid-configuration') ? [200, JSON.stringify(document)] : [404, ''],
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    document = {
      issuer: `${url}/application/o/memos/`,
      authorization_endpoint: `${url}/application/o/authorize/`,
      backchannel_logout_supported: true,
    };
    expect(await ask(`${url}/application/o/memos/`)).toMatchObject({
      status: 'found',
      kind: 'authentik',
      kind_certainty: 'sure',
      version_hint: '2025.8 to 2026.2',
      suggested_url: url,
    });
    document = { ...document, authorization_endpoint: `${url}/api/oidc/authorization` };
    expect(await ask(`${url}/application/o/memos`)).toMatchObject({
      kind: 'authelia',
      kind_certainty: 'sure',
    });
    await new Promise((resolve) => server.close(resolve));
  });

  /** Answers at one path with a document as Keycloak or VoidAuth writes it. */
  const productAt = async (below: string, endpoints: (issuer: string) => object) => {
    const server = await serving((path) =>
      path === `${below}/.well-known/openid-configuration`
        ? [200, JSON.stringify({ issuer: `${url}${below}`, ...endpoints(`${url}${below}`) })]
        : [404, ''],
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { url, stop: () => new Promise((resolve) => server.close(resolve)) };
  };

  it('knows a product by its profile, also where another one was chosen', async () => {
    const { url, stop } = await productAt('/realms/home', (issuer) => ({
      authorization_endpoint: `${issuer}/protocol/openid-connect/auth`,
      token_endpoint: `${issuer}/protocol/openid-connect/token`,
      jwks_uri: `${issuer}/protocol/openid-connect/certs`,
    }));
    for (const chosen of [undefined, 'authentik', 'keycloak'])
      expect(await ask(`${url}/realms/home`, chosen)).toMatchObject({
        status: 'found',
        kind: 'keycloak',
        kind_certainty: 'sure',
        address: `${url}/realms/home`,
      });
    await stop();
  });

  it('asks where the chosen kind has its issuer, and says which address that is in a workspace', async () => {
    const { url, stop } = await productAt('/oidc', (issuer) => ({
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
      jwks_uri: `${issuer}/jwks`,
    }));
    const found = await ask(url, 'voidauth');
    expect(found).toMatchObject({
      status: 'found',
      kind: 'voidauth',
      kind_certainty: 'likely',
      address: url,
    });
    expect(found).not.toHaveProperty('suggested_url');
    expect(await ask(url, 'keycloak')).toMatchObject({ status: 'not-an-issuer' });
    await stop();
  });

  it('says what stands there instead, or that nothing does', async () => {
    const server = await serving((path) =>
      path === '/if/admin/' ? [200, '<title>authentik</title>'] : [404, 'nothing here'],
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await ask(url)).toMatchObject({ status: 'found', kind: 'authentik', kind_certainty: 'likely' });
    expect(await ask(url, 'authelia')).toMatchObject({ status: 'not-an-issuer' });
    await new Promise((resolve) => server.close(resolve));
    const gone = await ask(url);
    expect(gone?.status).toBe('unreachable');
    expect(gone?.summary.length).toBeGreaterThan(10);
    await expect(ask('auth.example.com')).rejects.toThrow('not-a-url');
  });

  it('ends with the typing', async () => {
    const server = await serving(() => undefined);
    const ending = new AbortController();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asking = host.listen('provider.discover', { url }, ending.signal, () =>
      setTimeout(() => ending.abort(), 50),
    );
    expect((await asking).error?.code).toBe('cancelled');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

const type = (body: string): string => (body.startsWith('{') ? 'application/json' : 'text/html');

/** A server whose responses come from `answer`; it doesn't respond if `answer` returns undefined. */
function serving(answer: (path: string) => readonly [number, string] | undefined): Promise<Server> {
  const server = createServer((request, response) => {
    const told = answer(request.url ?? '');
    if (told)
      response.writeHead(told[0], { 'content-type': type(told[1]), connection: 'close' }).end(told[1]);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
