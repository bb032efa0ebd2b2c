import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, freePort, start, tryRun } from '../process.ts';

/** Where Debian's packages put the server's programs, which are not in the path. */
const DEBIAN = '/usr/lib/postgresql';

const root = process.getuid?.() === 0;

function programs(): string | undefined {
  if (tryRun('initdb', '--version')) return '';
  try {
    const newest = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0];
    return newest === undefined ? undefined : join(DEBIAN, newest, 'bin/');
  } catch {
    return undefined;
  }
}

/** Why no PostgreSQL can be started here, or undefined. */
export function noPostgres(): string | undefined {
  if (programs() === undefined) return 'no PostgreSQL server (Debian: postgresql)';
  return root && tryRun('id', '-u', 'postgres') === undefined
    ? 'PostgreSQL does not run as root, and there is no user “postgres”'
    : undefined;
}

/** A fresh PostgreSQL on loopback. `url` leads to its empty database `app`. */
export async function startPostgres(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const bin = programs() ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'));
  const port = await freePort();
  if (root) chownSync(folder, Number(tryRun('id', '-u', 'postgres')), Number(tryRun('id', '-g', 'postgres')));
  // Directly in the foreground, so that ending the process ends the server.
  const as = root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env'];
  const data = join(folder, 'data');
  const [first, ...rest] = as as [string, ...string[]];
  build(first, [...rest, `${bin}initdb`, '-D', data, '-U', 'app', '-A', 'trust', '-E', 'UTF8'], folder, 60);
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
  const options = settings.flatMap((one) => ['-c', one]);
  const running = start(first, [...rest, `${bin}postgres`, '-D', data, '-p', String(port), ...options], {});
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const server = ['-h', '127.0.0.1', '-p', String(port), '-U', 'app'];
  for (let tries = 0; tryRun(`${bin}pg_isready`, ...server) === undefined; tries++) {
    if (running.exited() || tries > 100) {
      await stop();
      throw new Error(`PostgreSQL does not start.\n${running.output().slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  build(`${bin}createdb`, [...server, 'app'], folder, 30);
  return { url: `postgres://app@127.0.0.1:${port}/app?sslmode=disable`, stop };
}
