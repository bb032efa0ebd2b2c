import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ListenerOptions,
  type LoopbackListener,
  openListener,
} from '../../../../electron/services/login/listener.ts';
import { ambiguousRequests, sendRaw } from '../../../helpers/ambiguous-requests.ts';
import { asOtherUser, noOtherUser } from '../../../helpers/other-user.ts';

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
    expect((await waiting).evidence.outcome).toBe('received');
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
