import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate } from '../../../electron/host/gate.ts';
import { noLog } from '../../../electron/host/log.ts';
import { createAccess } from '../../../electron/serve/access.ts';
import { MAX_BODY_BYTES } from '../../../electron/serve/body.ts';
import { encodingOf, PUBLIC_CALLS } from '../../../electron/serve/compress.ts';
import { contentDisposition, createDownloads } from '../../../electron/serve/downloads.ts';
import { ENTRY, type HttpHost, startHttpHost } from '../../../electron/serve/http-host.ts';
import { newPlace } from '../../../electron/serve/place.ts';
import { ok } from '../../../shared/result.ts';
import { ambiguousRequests, sendRaw } from '../../helpers/ambiguous-requests.ts';
import { handlersOf, settingsAnswer } from '../../helpers/fake-handlers.ts';
import { anyName, jsonInput } from '../../helpers/malformed.ts';
import { asOtherUser, noOtherUser } from '../../helpers/other-user.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const downloads = createDownloads();
const stopped: string[] = [];
let root = '';
let host: HttpHost;
let cookie = '';
/** The folder of the pages, as a path that ends with `/`. */
let folder = '';

/** A catalogue in which nothing but its length matters here. */
const CATALOG = {
  providers: [],
  apps: Array.from({ length: 200 }, (_, at) => ({
    kind: `app-${at}`,
    name: 'App',
    description: 'What it is, in one sentence.',
    versions: { lines: ['1'], released: '1' },
    version_matters: false,
    settings: [],
    sources: [],
  })),
};

const handlers = handlersOf(
  { 'settings.set': settingsAnswer, 'catalog.view': async () => ok(CATALOG) },
  {
    'session.watch': (_input, emit, { signal }) => {
      emit({ type: 'command', command: 'new' });
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          stopped.push('session.watch');
          resolve(ok(undefined));
        }),
      );
    },
    'workspace.watch': async (_input, emit) => {
      emit({ type: 'closed' });
      return ok(undefined);
    },
  },
);

async function start(options: { readonly numeric?: boolean } = {}) {
  const gate = createGate(handlers.calls, handlers.streams, noLog);
  const started = await startHttpHost({
    port: 0,
    root,
    gate: async () => gate,
    downloads,
    log: noLog,
    ...options,
  });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'latchkey-serve-'));
  mkdirSync(path.join(root, 'assets'));
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><head></head>Latchkey');
  writeFileSync(path.join(root, 'assets', 'index-1.js'), 'export {};');
  host = await start();
  const entered = await get(host.newUrl(), {});
  cookie = cookieOf(entered);
  folder = entered.headers.location!;
});
afterAll(async () => {
  agent.destroy();
  await host.close();
  rmSync(root, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Headers = Record<string, string | undefined>;

/** Sends one request with exactly these headers; a header set to `undefined` is left out. */
function send(method: string, target: string, headers: Headers, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = Object.entries({ host: host.authority, ...headers }).filter(
      ([, value]) => value !== undefined,
    );
    const req = httpRequest(
      {
        agent,
        host: host.address,
        port: host.port,
        method,
        path: target,
        headers: Object.fromEntries(sent) as Record<string, string>,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

const get = (target: string, headers: Headers = { cookie }) =>
  send('GET', target.replace(/^http:\/\/[^/]+/, ''), headers);

const good = (): Headers => ({
  cookie,
  origin: `http://${host.authority}`,
  'content-type': 'application/json',
  'x-latchkey': '1',
});

const post = (target: string, more: Headers = {}, body: string | Buffer = '{}') =>
  send('POST', target, { ...good(), ...more }, body);

/** A page below the folder of this start. */
const getPage = (name: string, headers: Headers = { cookie }) => get(`${folder}${name}`, headers);

const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';')[0]!;
const codeOf = (answer: Answer) => (JSON.parse(answer.body) as { error?: { code: string } }).error?.code;

describe('the way in', () => {
  it('is a link that works once, for a cookie that scripts and other sites don’t get', async () => {
    const link = host.newUrl();
    expect(link).toMatch(/^http:\/\/latchkey-[0-9a-f]{20}\.localhost:\d+\/\?token=[\w-]{43}$/);
    const first = await get(link, {});
    expect([first.status, first.headers.location]).toEqual([303, folder]);
    expect(folder).toMatch(/^\/[0-9a-f]{32}\/$/);
    expect(first.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(String(first.headers['set-cookie'])).toMatch(
      new RegExp(`^latchkey-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect((await getPage('', { cookie: cookieOf(first) })).body).toContain('Latchkey');
    expect(await get('/', { cookie: cookieOf(first) })).toMatchObject({
      status: 303,
      headers: { location: folder },
    });
    const again = await get(link, {});
    expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
    // The owner of the session may open the link again.
    expect((await get(link, { cookie: cookieOf(first) })).status).toBe(303);
  });

  it.each(['', 'x', '..', 'a'.repeat(43), '%00', 'a'.repeat(9_000)])(
    'stays shut for the token %j',
    async (token) => {
      const answer = await get(`/?token=${token}`, {});
      expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    },
  );

  it('is not used up by a browser that only looks ahead', async () => {
    const link = host.newUrl();
    expect((await get(link, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(405);
    expect((await send('HEAD', new URL(link).search.replace('?', '/?'), {})).status).toBe(405);
    expect((await get(link, {})).status).toBe(303);
  });

  it('is a form as well, from whatever page, with the same token', async () => {
    const token = new URL(host.newUrl()).searchParams.get('token')!;
    const form = (origin: string, body: string, type = 'application/x-www-form-urlencoded') =>
      send('POST', ENTRY, { origin, 'content-type': type, 'sec-fetch-site': 'cross-site' }, body);
    for (const body of ['', 'token=', `token=${'a'.repeat(43)}`, `nekot=${token}`, 'x'.repeat(70_000)])
      expect((await form('null', body)).status).toBe(403);
    expect((await form('null', `token=${token}`, 'text/plain')).status).toBe(403);
    const answer = await form('null', `token=${token}`);
    expect([answer.status, answer.headers['clear-site-data']]).toEqual([200, '"cache", "storage"']);
    expect(answer.body).toContain(`url=${folder}"`);
    expect((await getPage('', { cookie: cookieOf(answer) })).status).toBe(200);
    expect((await form('null', `token=${token}`)).status).toBe(403);
    expect((await get(`/?token=${token}`, {})).status).toBe(403);
  });

  it('is shut to another user of this machine, whose attempt uses nothing up', async ({ skip }) => {
    skip(noOtherUser !== undefined, noOtherUser);
    const link = host.newUrl();
    const target = link.replace(/^http:\/\/[^/]+/, '');
    const lines = `Host: ${host.authority}\r\nConnection: close\r\n`;
    const token = `token=${new URL(link).searchParams.get('token')}`;
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '::1']) {
      const attempts = [
        `GET ${target} HTTP/1.1\r\n${lines}\r\n`,
        `POST ${ENTRY} HTTP/1.1\r\n${lines}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${token.length}\r\n\r\n${token}`,
        // Nor does a session that was overheard.
        `GET ${folder} HTTP/1.1\r\n${lines}Cookie: ${cookie}\r\n\r\n`,
        `POST /api/call/settings.set HTTP/1.1\r\n${lines}Cookie: ${cookie}\r\nOrigin: http://${host.authority}\r\nContent-Type: application/json\r\nX-Latchkey: 1\r\nContent-Length: 2\r\n\r\n{}`,
      ];
      for (const attempt of attempts) {
        const answer = await asOtherUser(address, host.port, attempt);
        expect(answer).toMatch(/^HTTP\/1\.1 403 /);
        expect(answer).toContain('only for the user of this machine');
        expect(answer).not.toMatch(/set-cookie/i);
      }
    }
    expect((await get(link, {})).status).toBe(303);
  });

  // The system no longer tells the user of a closed connection, but what was sent before has arrived.
  it('is shut to another user who does not wait for the answer', async ({ skip }) => {
    skip(noOtherUser !== undefined, noOtherUser);
    const link = host.newUrl();
    const request = `GET ${link.replace(/^http:\/\/[^/]+/, '')} HTTP/1.1\r\nHost: ${host.authority}\r\n\r\n`;
    for (const leave of ['close', 'reset'] as const)
      for (let i = 0; i < 6; i++) await asOtherUser(host.address, host.port, request, leave);
    expect((await get(link, {})).status).toBe(303);
  });

  it('begins a way of its own when it came from another site, so that the cookie is sent', async () => {
    const answer = await get(host.newUrl(), { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`url=${folder}"`);
    expect(cookieOf(answer)).toContain('latchkey-');
  });

  it.each([
    ['no cookie', () => undefined],
    ['an empty one', () => ''],
    ['another value', () => `latchkey-${host.port}=${'a'.repeat(43)}`],
    ['the value under another name', () => cookie.replace(/^latchkey-\d+/, 'latchkey-1')],
    ['a part of the value', () => cookie.slice(0, -1)],
    ['the digest instead of the value', () => `latchkey-${host.port}=undefined`],
  ])('stays shut with %s', async (_what, header) => {
    for (const target of ['/', folder, `${folder}assets/index-1.js`, '/api/download/x', '/nothing']) {
      const answer = await get(target, { cookie: header() });
      expect([target, answer.status]).toEqual([target, 401]);
    }
    expect((await post('/api/call/settings.set', { cookie: header() })).status).toBe(401);
  });

  it('is found beside other cookies, one planted under our name included', async () => {
    const name = cookie.split('=')[0];
    expect((await getPage('', { cookie: `a=b; ${name}=planted; ${cookie}; c` })).status).toBe(200);
  });

  it('keeps no token and no session in the program', () => {
    const access = createAccess(1);
    const token = access.newToken();
    const session = access.redeem(token)!;
    expect(JSON.stringify(access)).not.toContain(token);
    expect(access.redeem(token)).toBeUndefined();
    expect(access.admits(`latchkey-1=${session}`)).toBe(true);
    expect(access.admits(`latchkey-2=${session}`)).toBe(false);
  });
});

describe('the place', () => {
  const places = (numeric: boolean, platform: NodeJS.Platform) =>
    Array.from({ length: 200 }, () => newPlace(numeric, platform));

  it('is another one at each start, by its host and its folder', () => {
    for (const made of [places(false, 'linux'), places(false, 'darwin')]) {
      expect(new Set(made.map((one) => one.host)).size).toBe(200);
      expect(new Set(made.map((one) => one.folder)).size).toBe(200);
      for (const { host, addresses } of made) {
        expect(host).toMatch(/^latchkey-[0-9a-f]{20}\.localhost$/);
        expect(addresses).toEqual(['127.0.0.1', '::1']);
      }
    }
  });

  it('is an address of this machine where names are not found: a random one where there are many', () => {
    for (const platform of ['linux', 'win32'] as const) {
      const made = places(true, platform);
      expect(new Set(made.map((one) => one.host)).size).toBeGreaterThan(190);
      for (const { host, addresses } of made) {
        expect(new URL(`http://${host}/`).hostname).toBe(host);
        expect(host).toMatch(/^127\.\d+\.\d+\.\d+$/);
        expect(addresses).toEqual([host]);
      }
    }
    for (const { host, folder: made } of places(true, 'darwin')) {
      expect(host).toBe('127.0.0.1');
      expect(made).toMatch(/^\/[0-9a-f]{32}\/$/);
    }
  });

  it('works at an address', async () => {
    const second = await start({ numeric: true });
    const url = new URL(second.newUrl());
    expect(url.hostname).toMatch(/^127\./);
    const answer = await sendRaw(
      url.hostname,
      second.port,
      `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 303 /);
    await second.close();
  });
});

describe('the pages', () => {
  it('carry the policy and are cached as they should be', async () => {
    const page = await getPage('');
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect((await getPage('assets/index-1.js')).headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/assets/../../x',
    '//evil.example/',
    '/index.html%00',
    '/\\..\\x',
  ])('are not found at %s', async (target) => {
    expect((await get(target)).status).toBeGreaterThanOrEqual(400);
    expect((await get(`${folder}${target.slice(1)}`)).status).toBeGreaterThanOrEqual(400);
  });

  it('are in a folder that another start has not, and nowhere else', async () => {
    expect((await getPage('assets/index-1.js')).status).toBe(200);
    for (const target of ['/index.html', '/assets/index-1.js', `/${'0'.repeat(32)}/assets/index-1.js`])
      expect([target, (await get(target)).status]).toEqual([target, 404]);
  });

  it('are read, never written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])
      for (const target of ['/', folder])
        expect([method, (await send(method, target, { cookie })).status]).toEqual([method, 405]);
  });
});

describe('other origins', () => {
  it.each([
    ['a foreign name that resolves here', () => ({ host: `evil.example:${host.port}` })],
    ['a foreign name on no port', () => ({ host: 'evil.example' })],
    ['localhost', () => ({ host: `localhost:${host.port}` })],
    ['the address', () => ({ host: `127.0.0.1:${host.port}` })],
    ['the name of another start', () => ({ host: `latchkey-${'0'.repeat(20)}.localhost:${host.port}` })],
    ['a name below ours', () => ({ host: `a.${host.authority}` })],
    ['an upper-case spelling', () => ({ host: host.authority.toUpperCase() })],
    ['our name with a dot behind', () => ({ host: host.authority.replace(':', '.:') })],
    ['our name twice', () => ({ host: `${host.authority}, ${host.authority}` })],
    ['another port', () => ({ host: '127.0.0.1:1' })],
    ['an upper-case or dotted spelling', () => ({ host: `127.0.0.1.:${host.port}` })],
    ['the address in another form', () => ({ host: `2130706433:${host.port}` })],
  ])('get nothing under %s', async (_what, more) => {
    expect((await get('/', { cookie, ...more() })).status).toBe(403);
    expect((await get(host.newUrl(), more())).status).toBe(403);
    const call = await post('/api/call/settings.set', more());
    expect([call.status, codeOf(call)]).toEqual([403, 'not-allowed']);
  });

  it.each([
    ['another port of this machine', () => ({ origin: 'http://127.0.0.1:8080' })],
    ['the address on the same port', () => ({ origin: `http://127.0.0.1:${host.port}` })],
    ['https on the same port', () => ({ origin: `https://${host.authority}` })],
    ['localhost', () => ({ origin: `http://localhost:${host.port}` })],
    ['a website', () => ({ origin: 'https://evil.example' })],
    ['a sandboxed frame or a file', () => ({ origin: 'null' })],
    ['a program that sends none', () => ({ origin: undefined })],
    ['ours with more behind it', () => ({ origin: `http://${host.authority}.evil.example` })],
    ['a browser that says so', () => ({ 'sec-fetch-site': 'same-site' })],
    ['a browser that says cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
  ])('can’t call with our cookie: %s', async (_what, more) => {
    for (const target of ['/api/call/settings.set', '/api/subscribe/workspace.watch']) {
      const answer = await post(target, more());
      expect([answer.status, codeOf(answer)]).toEqual([403, 'not-allowed']);
    }
  });

  it('are granted nothing by CORS', async () => {
    const preflight = await send('OPTIONS', '/api/call/settings.set', {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-latchkey',
    });
    expect(preflight.status).toBe(403);
    const answers = [preflight, await getPage(''), await post('/api/call/settings.set')];
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  it('can’t send a form as a call', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', undefined])
      expect((await post('/api/call/settings.set', { 'content-type': type })).status).toBe(400);
    expect((await post('/api/call/settings.set', { 'x-latchkey': undefined })).status).toBe(400);
  });
});

describe('calls', () => {
  it('are answered', async () => {
    const answer = await post(
      '/api/call/settings.set',
      { 'sec-fetch-site': 'same-origin' },
      '{"theme":"dark"}',
    );
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, ok({ theme: 'dark', updates: false })]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['/api/call/nope', '{}', 404, 'unknown-call'],
    ['/api/call/__proto__', '{}', 404, 'unknown-call'],
    ['/api/call/', '{}', 404, 'unknown-call'],
    ['/api/call/session.watch', '{}', 404, 'unknown-call'],
    ['/api/subscribe/nope', '{}', 404, 'unknown-call'],
    ['/api/other', '{}', 404, 'unknown-call'],
    ['/api/call/settings.set', '{"theme":1}', 400, 'bad-input'],
    ['/api/call/settings.set', '{', 400, 'bad-input'],
    ['/api/call/settings.set', '', 400, 'bad-input'],
    ['/api/call/settings.set', '\ufeff\ud800', 400, 'bad-input'],
    ['/api/call/settings.set', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'bad-input'],
    ['/api/subscribe/workspace.watch', '{"handle":1}', 400, 'bad-input'],
    ['/api/call/session.info', '{}', 500, 'internal'],
  ])('%s with %.20s is refused by status and code', async (target, body, status, code) => {
    const answer = await post(target, {}, body);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('are posted', async () => {
    expect((await send('GET', '/api/call/settings.set', good())).status).toBe(405);
  });

  it('refuse bytes that are no UTF-8', async () => {
    expect((await post('/api/call/settings.set', {}, Buffer.from([0x22, 0xff, 0xfe, 0x22]))).status).toBe(
      400,
    );
  });

  it('refuse too much, whether announced or not', async () => {
    const announced = await post(
      '/api/call/settings.set',
      { 'content-length': String(MAX_BODY_BYTES + 1) },
      '',
    );
    expect([announced.status, codeOf(announced)]).toEqual([413, 'bad-input']);
    const big = await post(
      '/api/call/settings.set',
      { 'transfer-encoding': 'chunked' },
      'x'.repeat(MAX_BODY_BYTES + 1),
    ).catch(
      // The host may close the connection before everything was sent: that is a refusal too.
      () => ({ status: 413 }),
    );
    expect(big.status).toBe(413);
  });

  it('may be malformed 10,000 times: a coded refusal each, and the host goes on', {
    timeout: 120_000,
  }, async () => {
    const target = fc
      .tuple(fc.constantFrom('call', 'subscribe'), anyName)
      .map(([kind, name]) => `/api/${kind}/${encodeURIComponent(name)}`);
    const body = fc.oneof(
      { weight: 8, arbitrary: jsonInput.map((value) => JSON.stringify(value) ?? '') },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.string().map((text) => `{"handle":${text}`) },
    );
    const codes = new Set<string>();
    const attempts = fc.sample(fc.tuple(target, body), { numRuns: 10_000, seed: 4 });
    for (let i = 0; i < attempts.length; i += 8) {
      await Promise.all(
        attempts.slice(i, i + 8).map(async ([where, what]) => {
          // This stream stays open, so another test covers it.
          if (where.endsWith('session.watch')) return;
          const answer = await post(where, {}, what);
          if (answer.headers['content-type']?.startsWith('text/event-stream')) return;
          const parsed = JSON.parse(answer.body) as {
            ok: boolean;
            error?: { code: string; message: string };
          };
          if (parsed.ok) return;
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.body).not.toContain('planted-secret');
          codes.add(parsed.error?.code ?? '');
        }),
      );
    }
    expect([...codes].sort()).toEqual(['bad-input', 'internal', 'unknown-call']);
    expect((await post('/api/call/settings.set')).status).toBe(200);
  });
});

describe('subscriptions', () => {
  it('are events, one data line each, and end', async () => {
    const answer = await post('/api/subscribe/workspace.watch', {}, '{"handle":"h"}');
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(answer.body).toBe('data: {"type":"event","value":{"type":"closed"}}\n\ndata: {"type":"end"}\n\n');
  });

  it('end in the host when the page closes the connection', async () => {
    stopped.length = 0;
    await new Promise<void>((resolve, reject) => {
      const req = httpRequest(
        {
          host: host.address,
          port: host.port,
          method: 'POST',
          path: '/api/subscribe/session.watch',
          headers: { ...(good() as Record<string, string>), host: host.authority },
        },
        (response) =>
          response.once('data', () => {
            req.destroy();
            resolve();
          }),
      );
      req.on('error', reject);
      req.end('{}');
    });
    await expect.poll(() => stopped).toEqual(['session.watch']);
  });
});

describe('downloads', () => {
  it('are fetched once, under their name', async () => {
    const url = downloads.offer({
      name: 'Zugänge "1".zip',
      type: 'application/zip',
      bytes: new Uint8Array([1, 2]),
    });
    const first = await get(url);
    expect([first.status, first.headers['content-type']]).toEqual([200, 'application/zip']);
    expect(first.headers['content-disposition']).toBe(
      `attachment; filename="Zug_nge _1_.zip"; filename*=UTF-8''Zug%C3%A4nge%20%221%22.zip`,
    );
    expect((await get(url)).status).toBe(404);
  });

  it('need the session, and a refused attempt does not use them up', async () => {
    const url = downloads.offer({ name: 'a', type: 'text/plain', bytes: new Uint8Array(1) });
    expect((await get(url, {})).status).toBe(401);
    expect((await get(url, { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await get(url)).status).toBe(200);
  });

  it('can’t break out of their header', () => {
    expect(contentDisposition('a\r\nSet-Cookie: x"; y')).not.toMatch(/[\r\n]|"; y/);
  });
});

describe('the port', () => {
  // A browser may take either address for a `*.localhost` name, so another program must not have the second.
  it('is open on the two addresses of localhost and on no other address of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) =>
        (one && !['127.0.0.1', '::1'].includes(one.address) && one.scopeid === 0) ||
        (one?.family === 'IPv4' && one.address !== '127.0.0.1')
          ? [one.address]
          : [],
      );
    const ours = ['127.0.0.1', '::1'];
    for (const address of ['127.0.0.2', ...ours, ...others]) {
      const connected = await new Promise<boolean>((resolve) => {
        const socket: Socket = createConnection({ host: address, port: host.port, timeout: 2_000 });
        const done = (value: boolean) => {
          socket.destroy();
          resolve(value);
        };
        socket.once('connect', () => done(true));
        socket.once('error', () => done(false));
        socket.once('timeout', () => done(false));
      });
      expect([address, connected]).toEqual([address, ours.includes(address)]);
    }
  });

  it('in use is said in a sentence', async () => {
    const second = await startHttpHost({
      port: host.port,
      root,
      gate: () => Promise.reject(new Error('unused')),
      downloads,
      log: noLog,
    });
    expect(second).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
  });

  it('is free again after closing, open streams or not', async () => {
    const second = await start();
    const link = second.newUrl();
    const open = createConnection({ host: '127.0.0.1', port: second.port });
    await new Promise((resolve) => open.once('connect', resolve));
    open.on('error', () => {}).resume();
    open.write(
      `GET ${new URL(link).search.replace('?', '/?')} HTTP/1.1\r\nHost: ${second.authority}\r\n\r\n`,
    );
    const closed = new Promise((resolve) => open.once('close', resolve));
    await second.close();
    await closed;
    const third = await startHttpHost({
      port: second.port,
      root,
      gate: () => Promise.reject(new Error('unused')),
      downloads,
      log: noLog,
    });
    expect(third.ok).toBe(true);
    if (third.ok) await third.value.close();
  });

  it('is not blocked by connections that send nothing, and events go on', async () => {
    const stream = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = httpRequest(
        {
          host: host.address,
          port: host.port,
          method: 'POST',
          path: '/api/subscribe/session.watch',
          headers: { ...(good() as Record<string, string>), host: host.authority },
        },
        resolve,
      );
      sent.on('error', reject);
      sent.end('{}');
    });
    let ended = false;
    stream
      .on('error', () => {})
      .on('close', () => {
        ended = true;
      });
    stream.resume();
    const idle = Array.from({ length: 600 }, (_, i) => {
      const socket = createConnection({ host: host.address, port: host.port }, () =>
        socket.write(i % 2 === 0 ? 'GET / HT' : ''),
      );
      return socket.on('error', () => {});
    });
    await Promise.all(idle.map((one) => new Promise((resolve) => one.once('connect', resolve))));
    const link = host.newUrl().replace(/^http:\/\/[^/]+/, '');
    const answer = await sendRaw(
      host.address,
      host.port,
      `GET ${link} HTTP/1.1\r\nHost: ${host.authority}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 303 /);
    expect((await post('/api/call/settings.set')).status).toBe(200);
    expect(ended).toBe(false);
    for (const socket of idle) socket.destroy();
    stream.destroy();
  });

  it('answers no request that two programs could read differently', async () => {
    const goods = [
      `GET ${folder} HTTP/1.1\r\nHost: ${host.authority}\r\nCookie: ${cookie}`,
      `POST /api/call/settings.set HTTP/1.1\r\nHost: ${host.authority}\r\nCookie: ${cookie}\r\nOrigin: http://${host.authority}\r\nContent-Type: application/json\r\nX-Latchkey: 1`,
    ];
    expect(await sendRaw(host.address, host.port, `${goods[0]}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendRaw(host.address, host.port, `${goods[1]}\r\nContent-Length: 2\r\n\r\n{}`)).toMatch(
      /^HTTP\/1\.1 200 /,
    );
    for (const good of goods) {
      await Promise.all(
        ambiguousRequests(good).map(async ([what, bytes]) => {
          const answer = await sendRaw(host.address, host.port, bytes);
          expect([what, answer.slice(0, 12)]).toEqual([what, expect.stringMatching(/^(HTTP\/1\.1 4\d\d)?$/)]);
        }),
      );
    }
  });

  it('survives what is no HTTP', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
      'CONNECT evil:443 HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = createConnection({ host: '127.0.0.1', port: host.port });
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk.toString();
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve(text));
        socket.end(bytes);
      });
      expect(answer).not.toMatch(/^HTTP\/1.1 (2|101)/);
    }
    expect((await getPage('')).status).toBe(200);
  });
});

describe('an answer that is the same for everybody', () => {
  const raw = (name: string, input: string, accepts: string | undefined) =>
    new Promise<{ readonly headers: IncomingMessage['headers']; readonly body: Buffer }>(
      (resolve, reject) => {
        const headers = {
          host: host.authority,
          cookie,
          origin: `http://${host.authority}`,
          'content-type': 'application/json',
          'x-latchkey': '1',
          ...(accepts === undefined ? {} : { 'accept-encoding': accepts }),
        };
        httpRequest(
          { agent, host: host.address, port: host.port, method: 'POST', path: `/api/call/${name}`, headers },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
          },
        )
          .on('error', reject)
          .end(input);
      },
    );

  it.each([
    ['br, gzip;q=0.8', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
  ] as const)('is sent as small as “%s” allows', async (accepts, encoding, open) => {
    const { headers, body } = await raw('catalog.view', '{}', accepts);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('Accept-Encoding');
    expect(headers['content-length']).toBe(String(body.byteLength));
    expect(JSON.parse(open(body).toString())).toEqual({ ok: true, value: CATALOG });
    expect(body.byteLength).toBeLessThan(JSON.stringify(CATALOG).length / 5);
  });

  it.each([undefined, 'identity', 'deflate'])('is sent as it is to who accepts %s', async (accepts) => {
    const { headers, body } = await raw('catalog.view', '{}', accepts);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toBe('Accept-Encoding');
    expect(JSON.parse(body.toString())).toEqual({ ok: true, value: CATALOG });
  });

  it('is the only one: of no other answer the length may tell anything', async () => {
    expect([...PUBLIC_CALLS]).toEqual(['catalog.view']);
    const { headers } = await raw('settings.set', '{}', 'br, gzip');
    expect(headers['content-encoding']).toBeUndefined();
    expect(encodingOf('BR')).toBe('br');
    expect(encodingOf('*')).toBeUndefined();
  });
});
