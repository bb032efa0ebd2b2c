import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Peer, peerOf, strangerAt, uidIn } from '../../../../electron/services/loopback/peer.ts';
import { asOtherUser, noOtherUser } from '../../../helpers/other-user.ts';

describe.runIf(process.platform === 'linux')('the user at the other end', () => {
  const servers: Server[] = [];
  let seen: Promise<Peer>[] = [];
  let v6 = true;

  beforeAll(async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const server = createServer((socket: Socket) => {
        seen.push(peerOf(socket).finally(() => socket.end('seen')));
        socket.on('error', () => {}).resume();
      });
      await new Promise<void>((resolve) => {
        server.once('error', () => {
          v6 = false;
          resolve();
        });
        server.listen(servers.length === 0 ? 0 : portOf(servers[0]!), host, resolve);
      });
      servers.push(server);
    }
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const portOf = (server: Server) => (server.address() as { port: number }).port;

  // An IPv6 socket that is connected to an IPv4 address stands in the other list.
  const ADDRESSES = ['127.0.0.1', '::ffff:127.0.0.1', '::1'];

  it.for(ADDRESSES)('is this one at %s', async (address, { skip }) => {
    skip(address === '::1' && !v6, 'this machine has no IPv6');
    seen = [];
    const socket = createConnection({ host: address, port: portOf(servers[0]!) });
    await new Promise((resolve) => socket.resume().once('close', resolve));
    expect(await Promise.all(seen)).toEqual(['same-user']);
  });

  it.for(ADDRESSES)('is another one at %s', async (address, { skip }) => {
    skip(noOtherUser !== undefined, noOtherUser);
    skip(address === '::1' && !v6, 'this machine has no IPv6');
    seen = [];
    expect(await asOtherUser(address, portOf(servers[0]!), 'hello')).toBe('seen');
    expect(await Promise.all(seen)).toEqual(['other-user']);
  });

  it('is gone once its connection was closed here, whoever it was before', async () => {
    const at = new Promise<Socket>((resolve) => servers[0]!.prependOnceListener('connection', resolve));
    const client = createConnection({ host: '127.0.0.1', port: portOf(servers[0]!) });
    client.on('error', () => {});
    const socket = await at;
    expect(await strangerAt(socket)).toBeUndefined();
    socket.destroy();
    expect(await strangerAt(socket)).toBe('gone');
    client.destroy();
  });

  const socket = {
    remoteAddress: '127.0.0.1',
    remotePort: 0xaca6,
    localAddress: '127.0.0.1',
    localPort: 0x4a37,
  };
  const row = (uid: number, inode: number, local = '0100007F:ACA6', remote = '0100007F:4A37') =>
    `   2: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 ${uid}        0 ${inode} 1 0 20 0 0 10 -1\n`;
  const reading = (...texts: string[]) => peerOf(socket, 1000, async () => texts.shift() ?? '');

  it('is unknown where the system does not tell, and never guessed', async () => {
    expect(await reading()).toBe('unknown');
    expect(await peerOf(socket, 1000, () => Promise.reject(new Error('no /proc')))).toBe('unknown');
    // The program has closed the socket: the list then says 0 for its user.
    expect(await reading(row(0, 0))).toBe('gone');
    // The server's own end of the connection is not the other end.
    expect(await reading(row(1000, 7, '0100007F:4A37', '0100007F:ACA6'))).toBe('unknown');
    expect(await reading(row(1000, 7, '0100007F:ACA7'))).toBe('unknown');
    expect(await peerOf({ ...socket, remoteAddress: undefined }, 1000)).toBe('gone');
  });

  it('is looked for again if the list changed while it was read', async () => {
    expect(await reading('', '', row(1001, 7))).toBe('other-user');
    expect(
      await reading(
        '',
        row(
          1000,
          7,
          `${'0'.repeat(16)}FFFF0000${'0100007F:ACA6'}`,
          `${'0'.repeat(16)}FFFF0000${'0100007F:4A37'}`,
        ),
      ),
    ).toBe('same-user');
  });

  it('may be root, who can read this program anyway', async () => {
    expect(await reading(row(0, 7))).toBe('same-user');
    expect(
      uidIn(row(7, 7), { address: 'fe80::1', port: 0xaca6 }, { address: '127.0.0.1', port: 0x4a37 }),
    ).toBeUndefined();
  });
});
