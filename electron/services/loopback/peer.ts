import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** Whose program is at the other end of a connection. `gone`: it has closed its end. */
export type Peer = 'same-user' | 'other-user' | 'gone' | 'unknown';

/** Linux lists the sockets of IPv4 and IPv6 separately. An IPv6 socket can connect to an IPv4 address too. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];

/** The list changes while it is read, so a line can be missed. A reset connection is noticed meanwhile. */
const READS = 3;
const PAUSE_MS = 10;

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>;

const known = new WeakMap<Socket, Promise<Peer>>();

/**
 * Says who a connection must not be answered to: another user, as far as the system tells, or nobody, because its
 * other side has closed it (the system then no longer tells the user). Returns undefined for everyone else.
 */
export async function strangerAt(socket: Socket): Promise<'another user' | 'gone' | undefined> {
  const asked = known.get(socket) ?? peerOf(socket);
  known.set(socket, asked);
  const peer = await asked;
  if (peer === 'other-user') return 'another user';
  // Also what the HTTP parser refused after its headers: the refusal is sent and the connection closed by now.
  return peer === 'gone' || socket.destroyed ? 'gone' : undefined;
}

/**
 * Says whether the program at the other end of a loopback connection runs under this user. Linux tells it in
 * `/proc/net/tcp`; other systems, and a connection that a relay brought from another machine, are `unknown`.
 * Root counts as this user: root can read this program's memory anyway, and relays such as WSL's run as root.
 */
export async function peerOf(
  socket: Ends,
  own: number | undefined = process.getuid?.(),
  read: (path: string) => Promise<string> = (path) => readFile(path, 'latin1'),
): Promise<Peer> {
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  // A connection that was reset has no addresses any more.
  if (remoteAddress === undefined || localAddress === undefined) return 'gone';
  if (process.platform !== 'linux' || own === undefined) return 'unknown';
  for (let attempt = 0; attempt < READS; attempt++) {
    if (attempt > 0) await setTimeout(PAUSE_MS);
    for (const table of TABLES) {
      const rows = await read(table).catch(() => '');
      const uid = uidIn(
        rows,
        { address: remoteAddress, port: remotePort! },
        { address: localAddress, port: localPort! },
      );
      if (uid === 'gone') return uid;
      if (uid !== undefined) return uid === own || uid === 0 ? 'same-user' : 'other-user';
    }
  }
  return 'unknown';
}

interface End {
  readonly address: string;
  readonly port: number;
}

/** Finds the user id of the socket that is bound to `near` and connected to `far`. `gone`: it was closed. */
export function uidIn(table: string, near: End, far: End): number | 'gone' | undefined {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , uid = '', , inode] = line.trim().split(/\s+/);
    // A socket without an inode has been closed by its program, and then the uid has no meaning.
    if (matches(local, near) && matches(remote, far)) return inode === '0' ? 'gone' : Number(uid);
  }
  return undefined;
}

function matches(cell: string, end: End): boolean {
  const [address = '', port = ''] = cell.split(':');
  return Number.parseInt(port, 16) === end.port && forms(end.address).includes(address);
}

/** The forms in which Linux writes an address: words of 32 bits, each in the byte order of the machine. */
function forms(address: string): readonly string[] {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (v4 === null) return address === '::1' ? [words([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])] : [];
  const bytes = v4.slice(1).map(Number);
  return [words(bytes), words([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...bytes])];
}

function words(bytes: readonly number[]): string {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
  let text = '';
  for (let i = 0; i < hex.length; i += 4) {
    const word = hex.slice(i, i + 4);
    text += (endianness() === 'LE' ? word.reverse() : word).join('');
  }
  return text;
}
