import { createConnection, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type LoopbackOptions,
  type LoopbackServer,
  openLoopback,
} from '../../../../electron/services/loopback/server.ts';
import { sendRaw } from '../../../helpers/ambiguous-requests.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function start(options: Partial<LoopbackOptions> = {}): Promise<LoopbackServer> {
  const server = await openLoopback({
    addresses: ['127.0.0.1'],
    port: 0,
    maxHeaderSize: 16_384,
    maxConnections: 8,
    ...options,
  });
  if (!server.ok) throw new Error(server.error.message);
  for (const one of server.value.servers) one.on('request', (_request, response) => response.end('answered'));
  opened.push(server.value);
  return server.value;
}

const connect = (port: number, bytes = ''): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      socket.resume().write(bytes);
      resolve(socket);
    });
    socket.once('error', reject).on('error', () => {});
    opened.push({ close: () => socket.destroy() });
  });

const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('a port on loopback', () => {
  it.each([
    ['nothing', ''],
    ['half a line', 'GET /'],
    ['headers without an end', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf'],
  ])('is not blocked by connections that send %s', async (_what, bytes) => {
    const server = await start();
    const idle: Socket[] = [];
    for (let i = 0; i < 40; i++) idle.push(await connect(server.port, bytes));
    expect(await sendRaw('127.0.0.1', server.port, GET)).toContain('answered');
    // The oldest gave way, not the newest.
    await expect.poll(() => idle.filter((one) => one.destroyed).length).toBeGreaterThanOrEqual(32);
    expect(idle.slice(0, 32).every((one) => one.destroyed)).toBe(true);
  });

  it('keeps a connection that has proved itself, whatever comes after it', async () => {
    const server = await start();
    const arrived = new Promise<Socket>((resolve) => server.servers[0]!.once('connection', resolve));
    const kept = await connect(server.port);
    server.spare(await arrived);
    for (let i = 0; i < 40; i++) await connect(server.port);
    expect(await sendRaw('127.0.0.1', server.port, GET)).toContain('answered');
    expect(kept.destroyed).toBe(false);
    kept.write(GET);
    const answer = await new Promise<string>((resolve) =>
      kept.once('data', (chunk) => resolve(String(chunk))),
    );
    expect(answer).toContain('answered');
  });

  it('hangs up on headers and bodies that never end', async () => {
    const server = await start();
    const began = performance.now();
    await Promise.all(
      ['', 'GET / HTTP/1.1\r\nX:'].map((bytes) => {
        const socket = createConnection({ host: '127.0.0.1', port: server.port }, () => socket.write(bytes));
        return new Promise((resolve) =>
          socket
            .on('error', () => {})
            .resume()
            .once('close', resolve),
        );
      }),
    );
    expect(performance.now() - began).toBeLessThan(9_000);
  }, 15_000);

  it('is the same on both addresses, and is not opened if another program has it on one of them', async ({
    skip,
  }) => {
    const server = await start({ addresses: ['127.0.0.1', '::1'] });
    skip(server.servers.length === 1, 'this machine has no IPv6');
    expect(await sendRaw('::1', server.port, GET)).toContain('answered');

    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '::1', resolve));
    opened.push({ close: () => new Promise((resolve) => other.close(resolve)) });
    const { port } = other.address() as { port: number };
    const options = { addresses: ['127.0.0.1', '::1'], port, maxHeaderSize: 16_384, maxConnections: 8 };
    expect(await openLoopback(options)).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
    // The attempt leaves nothing open.
    await expect(connect(port)).rejects.toThrow();
  });
});
