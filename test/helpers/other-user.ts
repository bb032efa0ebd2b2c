import { spawn } from 'node:child_process';

/** A user id that is not ours, if we may take it. */
export const OTHER_UID = 65_533;

/** Why no program can be run as another user, or undefined. */
export const noOtherUser: string | undefined =
  process.platform === 'linux' && process.getuid?.() === 0
    ? undefined
    : 'it needs Linux and root, to run a program as another user';

if (noOtherUser !== undefined) console.warn(`\nSKIPPED: what another user may do, because ${noOtherUser}.\n`);

/**
 * Sends one HTTP request as another user of this machine, and returns what came back. `leave`: closes or
 * resets the connection right after the request was sent.
 */
export async function asOtherUser(
  address: string,
  port: number,
  request: string,
  leave: 'close' | 'reset' | '' = '',
): Promise<string> {
  const script = `const [address, port, request, leave] = process.argv.slice(1);
    const socket = require('node:net').connect({ host: address, port: Number(port) }, () => {
      socket.write(request);
      if (leave === 'close') socket.destroy();
      if (leave === 'reset') socket.resetAndDestroy();
    });
    socket.on('data', (chunk) => process.stdout.write(chunk)).on('error', () => {}).setTimeout(5000, () => socket.destroy());`;
  const child = spawn(process.execPath, ['-e', script, address, String(port), request, leave], {
    uid: OTHER_UID,
    gid: OTHER_UID,
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  return text;
}
