import { getEventListeners } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  describeCallback,
  type ListenerOptions,
  type LoopbackListener,
  openListener,
} from '../../../../electron/services/login/listener.ts';
import type { LoopbackOptions } from '../../../../electron/services/loopback/server.ts';
import { ambiguousRequests, sendRaw } from '../../../helpers/ambiguous-requests.ts';
import { asOtherUser, noOtherUser } from '../../../helpers/other-user.ts';

/** What was asked of the socket, and the answer that it gives instead of opening. */
const asked: LoopbackOptions[] = [];
let refusal: { code: string; detail?: string } | undefined;
vi.mock('../../../../electron/services/loopback/server.ts', async (load) => {
  const real = await load<typeof import('../../../../electron/services/loopback/server.ts')>();
  const openLoopback: typeof real.openLoopback = async (options) => {
    asked.push(options);
    return refusal === undefined
      ? real.openLoopback(options)
      : { ok: false, error: { message: 'planned', ...refusal } };
  };
  return { ...real, openLoopback };
});

/** While it is set, every connection is another user's. */
const strangers = vi.hoisted(() => ({ everyone: false }));
vi.mock('../../../../electron/services/loopback/peer.ts', async (load) => {
  const real = await load<typeof import('../../../../electron/services/loopback/peer.ts')>();
  const strangerAt: typeof real.strangerAt = async (socket) =>
    strangers.everyone ? 'another user' : real.strangerAt(socket);
  return { ...real, strangerAt };
});

const STATE = 'state-of-this-login-0123456789abcdef';
const open: LoopbackListener[] = [];
async function listener(options: Partial<ListenerOptions> = {}): Promise<LoopbackListener> {
  const result = await openListener({
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    timeoutSeconds: 20,
    ...options,
  });
  if (!result.ok) throw new Error(result.error.message);
  open.push(result.value);
  return result.value;
}
afterEach(async () => {
  vi.restoreAllMocks();
  refusal = undefined;
  asked.length = 0;
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Sends raw text, so that no HTTP library corrects it. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
const ask = (port: number, path: string, { method = 'GET', host = `127.0.0.1:${port}`, body = '' } = {}) =>
  raw(
    port,
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${
      body ? `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n` : ''
    }\r\n${body}`,
  );
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

describe('the loopback listener', () => {
  it('takes the genuine callback once, and answers with a static page', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const answer = await ask(one.port, `/callback?code=secretCode&state=${STATE}`);
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('You can close this tab');
    expect(answer).not.toMatch(/secretCode|<script|state-of/);
    for (const header of [
      /cache-control: no-store/i,
      /referrer-policy: no-referrer/i,
      /content-security-policy: default-src 'none'/i,
      /x-content-type-options: nosniff/i,
      /connection: close/i,
    ]) {
      expect(answer).toMatch(header);
    }
    expect(answer).not.toMatch(/access-control/i);
    const { evidence, params } = await waiting;
    expect(evidence).toMatchObject({ outcome: 'received', has_code: true, parameters: ['code', 'state'] });
    expect(params?.get('code')).toBe('secretCode');
    expect(JSON.stringify(evidence)).not.toMatch(/secretCode|state-of/);
    await expect(ask(one.port, '/callback')).rejects.toThrow();
  });

  it('checks the state before anything else, and keeps waiting', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    for (const query of [
      '?code=x&state=wrong',
      '?code=x',
      '?error=access_denied',
      '?error=access_denied&state=wrong',
      `?code=x&state=${STATE}&state=${STATE}`,
      `?code=x&state=${STATE}x`,
      '',
    ]) {
      expect(statusOf(await ask(one.port, `/callback${query}`))).toBe(400);
    }
    expect(statusOf(await ask(one.port, `/callback?code=y&state=${STATE}`))).toBe(200);
    const { evidence } = await waiting;
    expect(evidence.outcome).toBe('received');
    expect(evidence.seen).toMatchObject({ wrong_state: 4, missing_state: 2, empty: 1 });
  });

  it('refuses other hosts, paths, methods and overlong addresses', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const good = `/callback?code=x&state=${STATE}`;
    expect(statusOf(await ask(one.port, good, { host: `localhost:${one.port}` }))).toBe(421);
    expect(statusOf(await ask(one.port, good, { host: 'evil.example' }))).toBe(421);
    expect(statusOf(await ask(one.port, '/favicon.ico'))).toBe(404);
    expect(statusOf(await ask(one.port, '/'))).toBe(404);
    expect(statusOf(await ask(one.port, `/callback/${good.slice(9)}`))).toBe(404);
    expect(statusOf(await ask(one.port, `/CALLBACK${good.slice(9)}`))).toBe(404);
    expect(statusOf(await ask(one.port, good, { method: 'POST' }))).toBe(405);
    expect(statusOf(await ask(one.port, good, { method: 'HEAD' }))).toBe(405);
    expect(statusOf(await ask(one.port, `/callback?x=${'a'.repeat(17_000)}`))).toBe(414);
    expect(statusOf(await ask(one.port, `/callback?x=${'a'.repeat(80_000)}`))).toBe(431);
    await one.close();
    const { evidence } = await waiting;
    expect(evidence).toMatchObject({
      outcome: 'cancelled',
      seen: { wrong_host: 2, wrong_path: 4, wrong_method: 2, paths: ['/', '/callback/', '/CALLBACK'] },
    });
  });

  it('takes no answer from a request that two programs could read differently', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const good = `GET /callback?code=x&state=${STATE} HTTP/1.1\r\nHost: 127.0.0.1:${one.port}`;
    for (const [what, bytes] of ambiguousRequests(good)) {
      const answer = await sendRaw('127.0.0.1', one.port, bytes);
      expect([what, answer.slice(0, 12)]).toEqual([what, expect.stringMatching(/^(HTTP\/1\.1 4\d\d)?$/)]);
    }
    expect(await sendRaw('127.0.0.1', one.port, `${good}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect((await waiting).evidence.outcome).toBe('received');
  });

  it('takes no answer from another user of this machine, who may have read the state', async ({ skip }) => {
    skip(noOtherUser !== undefined, noOtherUser);
    const one = await listener();
    const waiting = one.wait(STATE);
    const good = `GET /callback?code=x&state=${STATE} HTTP/1.1\r\nHost: 127.0.0.1:${one.port}\r\n\r\n`;
    expect(await asOtherUser('127.0.0.1', one.port, good)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await sendRaw('127.0.0.1', one.port, good)).toMatch(/^HTTP\/1\.1 200 /);
    expect((await waiting).evidence).toMatchObject({ outcome: 'received', seen: { other_user: 1 } });
  });

  it('counts what another user sent, and nothing else as that', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    strangers.everyone = true;
    try {
      for (const path of [`/callback?code=x&state=${STATE}`, '/callback', '/favicon.ico'])
        expect(statusOf(await ask(one.port, path))).toBe(403);
    } finally {
      strangers.everyone = false;
    }
    expect(statusOf(await ask(one.port, '/elsewhere'))).toBe(404);
    await one.close();
    const { seen } = (await waiting).evidence;
    expect(seen).toEqual({
      ...{
        wrong_state: 0,
        missing_state: 0,
        empty: 0,
        wrong_path: 1,
        wrong_host: 0,
        wrong_method: 0,
        late: 0,
      },
      other_user: 3,
      paths: ['/elsewhere'],
    });
  });

  it('lets half-open connections give way to the genuine answer', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const halfOpen = Array.from({ length: 100 }, () => {
      const socket = connect(one.port, '127.0.0.1', () => socket.write('GET /callb'));
      return socket.on('error', () => {});
    });
    await Promise.all(
      halfOpen.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve()))),
    );
    expect(statusOf(await ask(one.port, `/callback?code=x&state=${STATE}`))).toBe(200);
    expect((await waiting).evidence.outcome).toBe('received');
    for (const socket of halfOpen) socket.destroy();
  });

  it('hangs up on a request whose headers never end', async () => {
    const one = await listener();
    const started = performance.now();
    await raw(one.port, 'GET /callback HTTP/1.1\r\nHost:');
    expect(performance.now() - started).toBeLessThan(8000);
  }, 10_000);

  it('takes a form only when asked to, and of bounded size', async () => {
    const one = await listener({ acceptForm: true });
    const waiting = one.wait(STATE);
    const big = await ask(one.port, '/callback', {
      method: 'POST',
      body: `code=${'a'.repeat(70_000)}&state=${STATE}`,
    }).catch(() => 'HTTP/1.1 413');
    expect(statusOf(big)).toBe(413);
    expect(
      statusOf(await ask(one.port, '/callback', { method: 'POST', body: `code=x&state=${STATE}` })),
    ).toBe(200);
    expect((await waiting).evidence.has_code).toBe(true);
  });

  it('answers nothing to a request before the login was asked for', async () => {
    const one = await listener();
    expect(statusOf(await ask(one.port, `/callback?code=x&state=${STATE}`))).toBe(400);
  });

  it('takes the address that a browser on another machine shows, once, and nothing else', async () => {
    const one = await listener();
    const own = one.redirect_uri;
    expect(one.paste(`${own}?code=x&state=${STATE}`)).toMatchObject({
      ok: false,
      error: { code: 'not-a-callback' },
    });
    const waiting = one.wait(STATE);
    for (const wrong of [
      'hello',
      'https://romm.example.com/callback?code=x',
      `${own}/more?code=x&state=${STATE}`,
      own,
      `${own}?code=x`,
      `${own}?code=x&state=another-state-0123456789abcdef`,
    ])
      expect(one.paste(wrong)).toMatchObject({ ok: false, error: { code: 'not-a-callback' } });
    expect(one.paste(`  ${own}?code=secretCode&state=${STATE}\n`)).toEqual({ ok: true });
    const { evidence, params } = await waiting;
    expect(params?.get('code')).toBe('secretCode');
    expect(evidence).toMatchObject({
      outcome: 'received',
      has_code: true,
      seen: { wrong_host: 1, wrong_path: 1, empty: 1, missing_state: 1, wrong_state: 1, late: 1 },
    });
    expect(one.paste(`${own}?code=x&state=${STATE}`)).toMatchObject({ ok: false });
  });

  it('says when a port is taken, blocked by browsers, or none', async () => {
    const one = await listener();
    const codeOf = async (port: number) => {
      const result = await openListener({ host: '127.0.0.1', port, path: '/callback' });
      return result.ok ? 'open' : result.error.code;
    };
    expect(await codeOf(one.port)).toBe('port-in-use');
    expect(await codeOf(6000)).toBe('port-blocked');
    expect(await codeOf(70_000)).toBe('port-blocked');
  });

  it('takes both addresses of localhost, so that no other program can have one', async () => {
    const one = await listener({ host: 'localhost' });
    expect(one.redirect_uri).toBe(`http://localhost:${one.port}/callback`);
    for (const address of ['127.0.0.1', '::1']) {
      const code = await new Promise<string>((resolve) => {
        const second = createServer();
        second.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
        second.listen({ host: address, port: one.port, exclusive: true }, () =>
          second.close(() => resolve('free')),
        );
      });
      expect(['EADDRINUSE', 'EADDRNOTAVAIL']).toContain(code);
    }
  });

  it('ends by time, by signal, and at once although a connection hangs', async () => {
    const byTime = await listener({ timeoutSeconds: 0.3 });
    expect((await byTime.wait(STATE)).evidence.outcome).toBe('timed-out');

    const stop = new AbortController();
    const bySignal = await listener({ signal: stop.signal });
    const hanging = connect(bySignal.port, '127.0.0.1', () => hanging.write('GET /callback HTTP/1.1\r\n'));
    hanging.on('error', () => {});
    const waiting = bySignal.wait(STATE);
    await new Promise((done) => setTimeout(done, 50));
    const started = performance.now();
    stop.abort();
    expect((await waiting).evidence.outcome).toBe('cancelled');
    expect(performance.now() - started).toBeLessThan(1500);
    hanging.destroy();
  });

  it('waits for nothing after it was closed', async () => {
    const one = await listener();
    await one.close();
    const started = performance.now();
    const { evidence } = await one.wait(STATE);
    expect(evidence.outcome).toBe('cancelled');
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('says which error the provider reported, fit for a terminal', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const words = encodeURIComponent('no\u001b[31m way\u0007\u202e');
    const answer = await ask(
      one.port,
      `/callback?error=access_denied&error_description=${words}&state=${STATE}`,
    );
    expect(answer).toContain('The identity provider reported an error');
    const { evidence } = await waiting;
    expect(evidence.error).toBe('access_denied');
    expect(evidence.error_description).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

/** Status, headers (without the date) and body of a raw answer. */
const parse = (answer: string) => {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  delete headers['date'];
  return { status: statusOf(answer), headers, body };
};

describe('an answer page', () => {
  const NOT_OURS = 'Not part of this login';
  it.each([
    ['the login’s own', `code=x&state=${STATE}`, 200, 'Login received'],
    ['an error of the provider', `error=x&state=${STATE}`, 200, 'The identity provider reported an error'],
    ['another login’s', 'code=x&state=other', 400, NOT_OURS],
  ])('for %s has these headers and no script', async (_, query, status, title) => {
    const one = await listener();
    void one.wait(STATE);
    const answer = parse(await ask(one.port, `/callback?${query}`));
    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      connection: 'close',
      'transfer-encoding': 'chunked',
    });
    expect(answer.body).toMatch(
      new RegExp(`<title>${title}</title>.*<h1>${title}</h1><p>[A-Z].{15,}\\.</p>`),
    );
  });

  it('names the app, what was asked, and where it comes from, and never shows the code', async () => {
    const about = { app: 'Memos <b>', provider: 'auth.example.com' };
    const one = await listener({ about });
    void one.wait(STATE);
    const page = await ask(one.port, `/callback?code=planted-code&state=${STATE}`);
    expect(page).toContain('Memos &lt;b&gt;, as a test');
    expect(page).toContain('auth.example.com');
    expect(page).toContain(`127.0.0.1:${one.port}`);
    for (const hidden of ['planted-code', STATE, '<script', 'http:']) expect(page).not.toContain(hidden);

    const other = await listener({ about });
    void other.wait(STATE);
    const words = encodeURIComponent('<script>no\u202e way</script>');
    const refused = await ask(other.port, `/callback?error=nope&error_description=${words}&state=${STATE}`);
    expect(refused).toMatch(/&lt;script&gt;no\W* way/);
    expect(refused).not.toMatch(/<script|\u202e/);
  });

  it.each([
    [`/callback?code=x&state=${STATE}`, 'localhost', 421],
    [`http://HOST/callback?code=x&state=${STATE}`, 'HOST', 400],
  ])('is no answer for %s at %s', async (target, host, status) => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const own = `127.0.0.1:${one.port}`;
    const answer = await ask(one.port, target.replace('HOST', own), { host: host.replace('HOST', own) });
    expect(parse(answer)).toMatchObject({ status, body: expect.stringContaining(NOT_OURS) });
    await one.close();
    expect((await waiting).evidence.seen.wrong_host).toBe(status === 421 ? 1 : 0);
  });

  it('tells another user of this machine why it is none', async () => {
    const one = await listener();
    void one.wait(STATE);
    strangers.everyone = true;
    const answer = parse(await ask(one.port, `/callback?code=x&state=${STATE}`));
    strangers.everyone = false;
    expect(answer).toMatchObject({
      status: 403,
      body: expect.stringContaining(
        '<h1>Another user of this machine started this login</h1><p>Only that user’s browser can finish it.</p>',
      ),
    });
  });

  it('says which methods there are', async () => {
    for (const [acceptForm, method, allow] of [
      [false, 'POST', 'GET'],
      [true, 'PUT', 'GET, POST'],
    ] as const) {
      const one = await listener({ acceptForm });
      expect(parse(await ask(one.port, '/callback', { method }))).toMatchObject({
        status: 405,
        headers: { allow },
      });
    }
  });

  it('takes an address of exactly the length that is allowed', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const start = `/callback?state=${STATE}&code=`;
    expect(statusOf(await ask(one.port, start.padEnd(16_385, 'a')))).toBe(414);
    expect(statusOf(await ask(one.port, start.padEnd(16_384, 'a')))).toBe(200);
    expect((await waiting).params?.get('code')?.length).toBe(16_384 - start.length);
  });
});

describe('an answer that comes twice', () => {
  it('counts once', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const good = (code: string) =>
      `GET /callback?code=${code}&state=${STATE} HTTP/1.1\r\nHost: 127.0.0.1:${one.port}\r\n\r\n`;
    const answers = await raw(one.port, good('first') + good('second'));
    expect(statusOf(answers)).toBe(200);
    const { evidence, params } = await waiting;
    expect(params?.get('code')).toBe('first');
    expect(evidence.seen.late).toBe(1);
  });

  it('is told that the login is over', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    const late = connect(one.port, '127.0.0.1', () => late.write('GET /callback?code=x HTTP/1.1\r\n'));
    let answer = '';
    late.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    const ended = new Promise((resolve) => late.on('close', resolve));
    await new Promise((done) => setTimeout(done, 50));
    expect(statusOf(await ask(one.port, `/callback?code=x&state=${STATE}`))).toBe(200);
    late.write(`Host: 127.0.0.1:${one.port}\r\n\r\n`);
    await Promise.all([ended, waiting]);
    expect(parse(answer)).toMatchObject({
      status: 410,
      body: expect.stringContaining('<h1>This login is over</h1><p>You can close this tab'),
    });
  });
});

describe('what a wait tells', () => {
  it('names the first five wrong paths, the browser’s own question for an icon not among them', async () => {
    const one = await listener();
    const waiting = one.wait(STATE);
    for (const path of ['/favicon.ico', '/1', '/2?secret', '/3', '/4', '/5', '/6']) await ask(one.port, path);
    await one.close();
    const { seen } = (await waiting).evidence;
    expect(seen).toMatchObject({ wrong_path: 7, paths: ['/1', '/2', '/3', '/4', '/5'] });
  });

  it('lasts as long as it lasted, and holds parameters only if there were some', async () => {
    const one = await listener({ timeoutSeconds: 0.2 });
    const ended = await one.wait(STATE);
    expect(Object.keys(ended)).toEqual(['evidence']);
    expect(ended.evidence).toMatchObject({ parameters: [], has_code: false });
    expect(ended.evidence.waited_ms).toBeGreaterThanOrEqual(150);
    expect(ended.evidence.waited_ms).toBeLessThan(10_000);
  });

  it('says if the machine was asleep when the time was over', async () => {
    const { now } = Date;
    let ahead = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
    const waiting = (await listener()).wait(STATE);
    ahead = 3_600_000;
    expect((await waiting).evidence.outcome).toBe('slept');
  });

  it('ends at once by a signal that was given before, and leaves no ear at one that was not', async () => {
    const before = AbortSignal.abort();
    expect((await (await listener({ signal: before })).wait(STATE)).evidence.outcome).toBe('cancelled');
    const { signal } = new AbortController();
    const one = await listener({ signal });
    const waiting = one.wait(STATE);
    expect(getEventListeners(signal, 'abort').length).toBe(1);
    await ask(one.port, `/callback?code=x&state=${STATE}`);
    await waiting;
    expect(getEventListeners(signal, 'abort').length).toBe(0);
  });

  const told = { parameters: ['a'], has_code: false };
  it.each([
    [undefined, { parameters: [], has_code: false }],
    ['a=1', told],
    ['code=', { parameters: ['code'], has_code: false }],
    ['code=x', { parameters: ['code'], has_code: true }],
    ['iss=', { parameters: ['iss'], iss: '', has_code: false }],
    [
      'iss=i&error=e&error_description=d&code=c',
      {
        parameters: ['iss', 'error', 'error_description', 'code'],
        ...{ iss: 'i', error: 'e', error_description: 'd', has_code: true },
      },
    ],
  ])('of %j: %j', (query, expected) => {
    const params = query === undefined ? undefined : new URLSearchParams(query);
    expect(describeCallback(params)).toStrictEqual(expected);
  });

  it('of very long ones: their beginning', () => {
    const params = new URLSearchParams({
      ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}`.padEnd(100, 'n'), ''])),
      ...{ iss: 'i'.repeat(600), error: 'e'.repeat(600), error_description: 'd'.repeat(600) },
    });
    const { parameters, iss, error, error_description } = describeCallback(params);
    expect(parameters?.length).toBe(40);
    expect(new Set(parameters?.map((name) => name.length))).toEqual(new Set([60]));
    expect([iss, error, error_description].map((text) => text?.length)).toEqual([500, 100, 500]);
  });
});

describe('opening the address of the test', () => {
  const refused = async (options: Partial<ListenerOptions>) => {
    const result = await openListener({ host: '127.0.0.1', port: 8765, path: '/callback', ...options });
    if (result.ok) await result.value.close();
    return result.ok ? 'open' : [result.error.code, result.error.message];
  };

  it.each([-1, 1.5, 65_536, Number.NaN])('there is no port %s', async (port) => {
    expect(await refused({ port })).toEqual([
      'port-blocked',
      `There is no port ${port}. Choose one from 1024 to 65535.`,
    ]);
  });

  it.each([1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6669, 6679, 6697, 10_080])(
    'browsers refuse port %s',
    async (port) => {
      expect(await refused({ port })).toEqual([
        'port-blocked',
        `Browsers refuse to open port ${port}. Choose another one, e.g. 8765.`,
      ]);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['127.0.0.1', ['127.0.0.1']],
    ['localhost', ['127.0.0.1', '::1']],
    ['[::1]', ['::1']],
  ] as const)('%s: %j and no other address, at the last port too', async (host, addresses) => {
    refusal = { code: 'listen-failed' };
    await refused({ host, port: 65_535 });
    expect(asked).toEqual([{ addresses, port: 65_535, maxHeaderSize: 32_768, maxConnections: 64 }]);
  });

  it.each([
    [
      { code: 'port-in-use', detail: 'EADDRINUSE' },
      'Port 8765 is taken by another program. Close that program and try again, or choose another port and register it at the provider.',
    ],
    [
      { code: 'port-not-allowed', detail: 'EACCES' },
      'This user may not open port 8765. Choose one from 1024 to 65535.',
    ],
    [{ code: 'listen-failed', detail: 'EPROTO' }, 'The test’s address couldn’t be opened (EPROTO).'],
    [{ code: 'listen-failed' }, 'The test’s address couldn’t be opened (unknown).'],
  ])('%j: %s', async (answer, message) => {
    refusal = answer;
    expect(await refused({})).toEqual([answer.code, message]);
  });
});
