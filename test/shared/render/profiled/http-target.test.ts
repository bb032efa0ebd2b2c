import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileOf, readSynthetic, renderSynthetic } from '../../../helpers/synthetic-profile.ts';

const read = readSynthetic([
  { http: 'POST', url: '{app.url}/api', token: 'From the settings.', body: { secret: '{client_secret}' } },
]);
if (!read.ok) throw new Error('refused');
const made = renderSynthetic(read.profile, {});

/**
 * Runs the script at a terminal of its own, types something once the token is asked for, and says whether the terminal
 * shows what is typed: before, while it asks, and after.
 */
const AT_A_TERMINAL = `
import json, os, pty, select, signal, subprocess, sys, termios, time
script, typed, sent = sys.argv[1:4]
master, slave = pty.openpty()
shows = lambda: bool(termios.tcgetattr(slave)[3] & termios.ECHO)
before = shows()
def own():
    os.setsid()
    import fcntl
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
run = subprocess.Popen(['sh', script], stdin=slave, stdout=slave, stderr=slave, preexec_fn=own)
end = time.time() + 20
while shows() and run.poll() is None and time.time() < end: time.sleep(0.01)
asking = shows()
if typed: os.write(master, typed.encode())
if sent: os.killpg(run.pid, getattr(signal, sent))
code = run.wait(20)
out = b''
while select.select([master], [], [], 0.2)[0]: out += os.read(master, 4096)
print(json.dumps({'before': before, 'asking': asking, 'after': shows(), 'code': code, 'out': out.decode()}))
`;

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

describe('the script that sends a request', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-http-'));
    for (const name of ['request.sh', 'request.json'])
      writeFileSync(path.join(folder, name), fileOf(made, name));
    // Stands in for curl and keeps what it was given.
    writeFileSync(path.join(folder, 'curl'), `#!/bin/sh\ncat > "${folder}/given"\n`);
    chmodSync(path.join(folder, 'curl'), 0o755);
    writeFileSync(path.join(folder, 'terminal.py'), AT_A_TERMINAL);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const env = () => ({ ...process.env, PATH: `${folder}:${process.env['PATH']}` });

  it.skipIf(!hasPython).each([
    ['a token', 'tok3n\n', '', 0],
    ['Ctrl-C', '\u0003', '', 130],
    ['Ctrl-C in the middle', 'tok\u0003', '', 130],
    ['a request to end', '', 'SIGTERM', 143],
    ['a terminal that is closed', '', 'SIGHUP', 129],
    ['the end of the input', '\u0004', '', 1],
  ])('shows nothing that is typed, and leaves the terminal as it was: %s', (_what, typed, sent, code) => {
    const ran = spawnSync(
      'python3',
      [path.join(folder, 'terminal.py'), path.join(folder, 'request.sh'), typed, sent],
      { encoding: 'utf8', env: env() },
    );
    expect(ran.stderr).toBe('');
    const { out, ...said } = JSON.parse(ran.stdout);
    expect(said).toEqual({ before: true, asking: false, after: true, code });
    expect(out).not.toContain('tok');
    if (code === 0)
      expect(readFileSync(path.join(folder, 'given'), 'utf8')).toBe(
        'header = "Authorization: Bearer tok3n"\n',
      );
  });

  it.each(['tok3n\n', 'tok3n'])('takes the token from another program, too: %j', (input) => {
    const ran = spawnSync('sh', [path.join(folder, 'request.sh')], { encoding: 'utf8', env: env(), input });
    expect([ran.status, ran.stderr]).toEqual([0, 'Token: ']);
    expect(readFileSync(path.join(folder, 'given'), 'utf8')).toContain('Bearer tok3n"');
  });
});
