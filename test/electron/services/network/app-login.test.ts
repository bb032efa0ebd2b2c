import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askApp } from '../../../../electron/services/network/app-login.ts';
import { Redactor } from '../../../../electron/services/network/redactor.ts';
import type { AddressScope } from '../../../../shared/diagnosis/evidence.ts';

/** What names resolve to: a name server decides that, not the person. */
const NAMES: Record<string, string> = {
  'here.example.com': '127.0.0.1',
  'metadata.example.com': '169.254.169.254',
};
vi.mock('node:dns', async (original) => {
  const dns = await original<typeof import('node:dns')>();
  return {
    ...dns,
    lookup: (
      host: string,
      options: object,
      callback: (error: Error | null, addresses: readonly object[]) => void,
    ) =>
      NAMES[host] === undefined
        ? dns.lookup(host, options as never, callback as never)
        : callback(null, [{ address: NAMES[host], family: 4 }]),
  };
});

const SECRET = 'plantedSecretQ7vX2mK9rT4wZ8';
const DIGEST = '$pbkdf2-sha512$310000$plantedDigestc2FsdHNhbHQ$aGFzaGhhc2hoYXNo';
const PLANTED = ['plantedState', 'plantedNonce', 'plantedChallenge', 'plantedCookie', SECRET, DIGEST];
const authorize = (client_id = 'abc', change: Record<string, string> = {}) =>
  `https://auth.example.com/authorize?${new URLSearchParams({
    client_id,
    redirect_uri: 'https://app.example.com/cb',
    response_type: 'code',
    scope: 'openid profile',
    state: 'plantedState',
    nonce: 'plantedNonce',
    code_challenge: 'plantedChallenge',
    code_challenge_method: 'S256',
    ...change,
  })}`;

const redirect = (status: number, location: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { location, 'set-cookie': 'session=plantedCookie; Path=/' }).end();
const body = (type: string, text: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': type, 'set-cookie': 'session=plantedCookie' }).end(text);

/** An app as each kind answers. */
const APP: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/302': redirect(302, authorize()),
  '/303': redirect(303, authorize()),
  '/307': redirect(307, authorize()),
  '/secret': redirect(302, authorize(SECRET)),
  '/digest': redirect(302, authorize(DIGEST)),
  '/own-page': redirect(302, '/302'),
  '/form': body(
    'text/html',
    `<form action="https://auth.example.com/authorize">${[...new URL(authorize()).searchParams]
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
      .join('')}</form>`,
  ),
  '/meta': body(
    'text/html',
    `<meta http-equiv="refresh" content="0;url=${authorize().replaceAll('&', '&amp;')}">`,
  ),
  '/json': body('application/json', JSON.stringify({ url: authorize() })),
  '/list': body(
    'application/json',
    JSON.stringify([
      { config: { oauth2Config: { clientId: 'abc', authUrl: 'https://auth.example.com/authorize' } } },
    ]),
  ),
  '/listed': body(
    'application/json',
    JSON.stringify({
      signIn: true,
      list: [
        { type: 'oidc', title: 'Home', id: 'abc', at: 'https://auth.example.com/authorize', secret: SECRET },
        { type: 'oidc', title: DIGEST, id: 'other', at: 'https://auth.example.com/authorize', secret: 'x' },
      ],
    }),
  ),
  '/empty-list': body('application/json', '{"signIn":true,"list":[]}'),
  '/moved-list': redirect(302, '/listed'),
  '/posted': (request, response) => {
    let sent = '';
    request.on('data', (chunk: Buffer) => {
      sent += chunk.toString();
    });
    request.on('end', () => {
      const { redirectUri } = JSON.parse(sent) as { redirectUri: string };
      body('application/json', JSON.stringify({ url: authorize('abc', { redirect_uri: redirectUri }) }))(
        request,
        response,
      );
    });
  },
  '/script': body('text/html', '<div id="root"></div><script src="/app.js"></script>'),
  '/huge': body('text/html', `${'x'.repeat(2_000_000)}<a href="${authorize()}">x</a>`),
  '/slow': () => {},
  '/cut': (request) => void request.socket.destroy(),
};

const asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  const answer = APP[new URL(request.url!, 'http://x').pathname];
  if (answer) answer(request, response);
  else response.writeHead(404).end();
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(
  path: string,
  more: { host?: string; providerScope?: AddressScope; kind?: 'redirect' | 'json' | 'page' } = {},
) {
  asked.length = 0;
  const evidence = (await askApp({
    start: { url: `http://${more.host ?? '127.0.0.1'}:${port}${path}`, kind: more.kind ?? 'redirect' },
    redactor: new Redactor(),
    client_secret: SECRET,
    providerScope: more.providerScope ?? 'public',
    secureContext: async () => createSecureContext(),
    env: {},
    timeoutMs: 500,
  }))!;
  const text = JSON.stringify(evidence);
  for (const planted of PLANTED) {
    expect(text).not.toContain(planted);
    expect(text).not.toContain(encodeURIComponent(planted));
  }
  return evidence;
}

describe('asking an app', () => {
  it.each([
    ['/302', 'redirect'],
    ['/303', 'redirect'],
    ['/307', 'redirect'],
    ['/form', 'form'],
    ['/meta', 'page'],
    ['/json', 'json'],
  ])('reads its request from %s, by one request, and follows nothing', async (path, found_in) => {
    const { requests, exchanges } = await ask(path, { kind: path === '/json' ? 'json' : 'redirect' });
    expect(requests).toEqual([
      {
        found_in,
        endpoint: 'https://auth.example.com/authorize',
        client_id: 'abc',
        redirect_uri: 'https://app.example.com/cb',
        scopes: ['openid', 'profile'],
        response_type: 'code',
        pkce: 'S256',
      },
    ]);
    expect(asked).toHaveLength(1);
    expect(exchanges).toHaveLength(1);
    expect(asked[0]!.headers.cookie).toBeUndefined();
    expect(asked[0]!.method).toBe('GET');
  });

  it('reads the values of a list', async () => {
    expect((await ask('/list', { kind: 'json' })).requests).toMatchObject([
      { found_in: 'settings', client_id: 'abc' },
    ]);
  });

  it.each([
    ['/secret', 'secret'],
    ['/digest', 'digest'],
  ])('tells a %s in the place of the client ID, and never shows it', async (path, client_id_is) => {
    expect((await ask(path)).requests).toMatchObject([{ client_id_is }]);
  });

  it.each(['/own-page', '/script', '/huge', '/nothing'])('finds no request in %s', async (path) => {
    const { requests, answer } = await ask(path);
    expect(requests).toEqual([]);
    expect(answer.failure).toBeUndefined();
    expect(answer.size).toBeLessThanOrEqual(1024 * 1024 + 1);
    expect(asked).toHaveLength(1);
  });

  it('waits a bounded time', async () => {
    const begun = performance.now();
    expect((await ask('/slow')).answer.failure?.kind).toBe('timeout');
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('asks again once, if the connection breaks, and no more', async () => {
    const { answer, requests, exchanges } = await ask('/cut');
    expect(answer.failure).toBeDefined();
    expect(requests).toEqual([]);
    expect(exchanges.length).toBeLessThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(2);
  });
});

describe('asking what an app tells everyone', () => {
  const reads = { name: 'title', client_id: 'id', authorization_endpoint: 'at' };
  async function askBoth(path: string | undefined, listPath: string, more: Record<string, unknown> = {}) {
    asked.length = 0;
    const redactor = new Redactor();
    redactor.add(SECRET);
    const evidence = (await askApp({
      start: path === undefined ? undefined : { url: `http://127.0.0.1:${port}${path}`, kind: 'page' },
      list: {
        url: `http://127.0.0.1:${port}${listPath}`,
        on: 'signIn',
        entries: 'list',
        only: { type: 'oidc' },
        reads,
        ...more,
      },
      redactor,
      client_secret: SECRET,
      providerScope: 'public',
      secureContext: async () => createSecureContext(),
      env: {},
      timeoutMs: 500,
    }))!;
    const text = JSON.stringify(evidence);
    for (const planted of PLANTED) expect(text).not.toContain(planted);
    expect(asked.every(({ headers }) => headers.cookie === undefined)).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(2);
    return evidence;
  }
  const paths = () => asked.map(({ method, url }) => `${method} ${url}`);

  it('reads what its profile says, says that the secret stands there, and keeps nothing else', async () => {
    const evidence = await askBoth(undefined, '/listed');
    expect(paths()).toEqual(['GET /listed']);
    expect(evidence).toMatchObject({ kind: 'list', shows_secret: true, list: { offers: true } });
    expect(evidence.list!.names[0]).toBe('Home');
    expect(evidence.requests.map(({ client_id }) => client_id)).toEqual(['abc', 'other']);
  });

  it('asks it after a page without a request, and not after one with a request', async () => {
    expect(await askBoth('/script', '/empty-list')).toMatchObject({ kind: 'page', list: { offers: false } });
    expect(paths()).toEqual(['GET /script', 'GET /empty-list']);
    expect((await askBoth('/form', '/listed')).list).toBeUndefined();
    expect(paths()).toEqual(['GET /form']);
  });

  it('asks no more where another host answers, or nobody', async () => {
    APP['/portal'] = redirect(302, 'https://auth.example.com/?rd=https%3A%2F%2Fapp.example.com%2F');
    for (const path of ['/portal', '/slow']) expect((await askBoth(path, '/listed')).list).toBeUndefined();
    expect(paths()).toEqual(['GET /slow']);
  });

  it('sends at most two requests, whatever breaks', async () => {
    for (const [path, listPath] of [
      ['/cut', '/cut'],
      [undefined, '/cut'],
      ['/script', '/cut'],
    ] as const)
      await askBoth(path, listPath);
  });

  it('follows nothing from there either', async () => {
    const { list, requests } = await askBoth(undefined, '/moved-list');
    expect(paths()).toEqual(['GET /moved-list']);
    expect([list!.offers, requests]).toEqual([undefined, []]);
  });

  it('takes what it sent itself for no answer', async () => {
    const { requests } = await askBoth(undefined, '/posted', {
      on: undefined,
      entries: undefined,
      only: undefined,
      post: { redirectUri: 'https://app.example.com/cb' },
      reads: { request: 'url' },
    });
    expect(paths()).toEqual(['POST /posted']);
    expect(requests).toMatchObject([{ client_id: 'abc', pkce: 'S256' }]);
    expect(requests[0]).not.toHaveProperty('redirect_uri');
  });

  it('has nothing to ask where the profile knows neither', async () => {
    const options = {
      redactor: new Redactor(),
      providerScope: 'public' as const,
      secureContext: async () => createSecureContext(),
    };
    expect(await askApp(options)).toBeUndefined();
  });
});

describe('where an app must not be', () => {
  it.each([
    ['here.example.com', 'public', 'a name that leads to this machine'],
    ['here.example.com', 'private', 'a name that leads to this machine'],
    ['metadata.example.com', 'private', 'a name that leads to a link-local address'],
    ['metadata.example.com', 'loopback', 'a name that leads to a link-local address'],
    ['169.254.169.254', 'loopback', 'a link-local address'],
    ['[fe80::1]', 'private', 'a link-local address'],
    ['[::ffff:169.254.169.254]', 'loopback', 'a link-local address in another notation'],
  ] as const)('%s, with a provider that is %s: %s is not asked', async (host, providerScope, _what) => {
    const { answer, requests } = await ask('/302', { host, providerScope });
    expect(answer.failure?.kind).toBe('address-refused');
    expect(requests).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['127.0.0.1', 'public'],
    ['localhost', 'private'],
    ['here.example.com', 'loopback'],
  ] as const)(
    '%s is asked, where the address says so, or the provider is here, too (%s)',
    async (host, providerScope) => {
      expect((await ask('/302', { host, providerScope })).requests).toHaveLength(1);
    },
  );
});
