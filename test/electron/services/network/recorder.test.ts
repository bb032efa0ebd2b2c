import { createServer as createHttpServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpRecorder, type RecorderOptions } from '../../../../electron/services/network/recorder.ts';
import { Redactor } from '../../../../electron/services/network/redactor.ts';

const servers: Server[] = [];
const recorders: HttpRecorder[] = [];
afterEach(async () => {
  await Promise.all(recorders.splice(0).map((one) => one.close()));
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
});
async function serve(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
function recorder(options: Partial<RecorderOptions> = {}): HttpRecorder {
  const one = new HttpRecorder({
    redactor: new Redactor(),
    configuredHosts: ['127.0.0.1'],
    providerScope: 'loopback',
    env: {},
    ...options,
  });
  recorders.push(one);
  return one;
}

describe('the recorder', () => {
  it('asks only this machine where nothing else is wanted, also of a name that a person stated', async () => {
    const url = await serve(createHttpServer((_, response) => response.end('{}')));
    const one = recorder({ loopbackOnly: true, configuredHosts: ['192.0.2.7', 'localhost', '127.0.0.1'] });
    for (const [address, failure] of [
      ['http://192.0.2.7/', 'address-refused'],
      [url, undefined],
      [url.replace('127.0.0.1', 'localhost'), undefined],
    ] as const) {
      const { answer } = await one.request({ purpose: 'apply', url: address });
      expect(answer.failure?.kind, address).toBe(failure);
    }
  });

  it('records what was sent and answered without the secrets in either', async () => {
    const url = await serve(
      createHttpServer((_, response) => {
        response.setHeader('Set-Cookie', 'session=cookieSecret');
        response.setHeader('Cache-Control', 'no-store');
        response.end('{"access_token":"tokenSecret","error":"x"}');
      }),
    );
    const one = recorder();
    const received = await one.request({
      purpose: 'token',
      method: 'POST',
      url: `${url}/token?state=stateSecret`,
      headers: { authorization: 'Basic headerSecret' },
      form: { code: 'codeSecret', client_secret: 'clientSecret', grant_type: 'authorization_code' },
    });
    expect(received.object()).toEqual({ access_token: 'tokenSecret', error: 'x' });
    const written = JSON.stringify({ exchanges: one.exchanges, received }) + inspect(received, { depth: 9 });
    expect(written).not.toMatch(/\w+Secret/);
    expect(one.exchanges[0]).toMatchObject({
      purpose: 'token',
      request: { method: 'POST', form: { grant_type: 'authorization_code' } },
      response: { status: 200, size: 42, headers: { 'cache-control': 'no-store' } },
    });
    expect(await received.replay().json()).toEqual({ access_token: 'tokenSecret', error: 'x' });
  });

  it('never follows a redirect', async () => {
    const paths: string[] = [];
    const url = await serve(
      createHttpServer((request, response) => {
        paths.push(request.url ?? '');
        response.writeHead(302, { location: '/next?code=abc' }).end();
      }),
    );
    const { answer } = await recorder().request({ purpose: 'authorize-probe', url });
    expect(answer).toMatchObject({ status: 302 });
    expect(answer.location).toMatch(/\/next\?code=\[3 characters/);
    expect(paths).toEqual(['/']);
  });

  it('gives up on headers without end', async () => {
    const url = await serve(
      createHttpServer((_, response) => {
        response.writeHead(200, { 'x-big': 'a'.repeat(60_000) }).end('{}');
      }),
    );
    expect((await recorder().request({ purpose: 'discovery', url })).answer.failure?.kind).toBe(
      'headers-too-big',
    );
  });

  it('ends at once when cancelled', async () => {
    const url = await serve(createHttpServer(() => {}));
    const stop = new AbortController();
    const one = recorder({ signal: stop.signal });
    const waiting = one.request({ purpose: 'discovery', url });
    setTimeout(() => stop.abort(), 50);
    expect((await waiting).answer.failure?.kind).toBe('cancelled');
    expect((await one.request({ purpose: 'discovery', url })).answer.failure?.kind).toBe('cancelled');
  });

  it('goes through the proxy of the environment, but not for this machine', async () => {
    const asked: string[] = [];
    const proxy = createHttpServer();
    const open: Socket[] = [];
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '');
      open.push(socket.on('error', () => {}));
      const onward = connect(new URL(target).port as unknown as number, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      open.push(onward.on('error', () => {}));
    });
    const target = await serve(createHttpServer((_, response) => response.end('{"from":"target"}')));
    const env = { http_proxy: await serve(proxy) };
    const one = recorder({ env, configuredHosts: ['auth.test'], providerScope: 'public' });
    const received = await one.request({ purpose: 'discovery', url: 'http://auth.test/x' });
    expect(received.object()).toEqual({ from: 'target' });
    expect(asked).toEqual(['auth.test:80']);
    const direct = recorder({ env });
    expect((await direct.request({ purpose: 'discovery', url: target })).answer.status).toBe(200);
    expect(asked).toHaveLength(1);
    for (const socket of open) socket.destroy();
  });
});
