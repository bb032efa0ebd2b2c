import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readRegular } from '../../../../electron/services/files/regular.ts';
import { latchkey, temporaryFolder } from '../../../helpers/latchkey.ts';

const LIMIT = 200_000;

describe('reading a file that somebody named', () => {
  it.each([0, 1, 65_536, 65_537, LIMIT - 1, LIMIT])('returns all of %i bytes', async (size) => {
    const file = path.join(temporaryFolder(), 'file');
    const bytes = Buffer.alloc(size, 'latchkey');
    writeFileSync(file, bytes);
    expect(await readRegular(file, LIMIT)).toEqual({ ok: true, value: bytes });
  });

  it.each([LIMIT + 1, 10 * LIMIT])('refuses %i bytes', async (size) => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, Buffer.alloc(size));
    expect(await readRegular(file, LIMIT)).toMatchObject({ ok: false, error: { code: 'file-too-big' } });
  });

  it.runIf(process.platform === 'linux')('reads a file whose size the system does not tell', async () => {
    expect(await readRegular('/proc/self/status', LIMIT)).toMatchObject({ ok: true });
    expect(await readRegular('/proc/kallsyms', LIMIT)).toMatchObject({ error: { code: 'file-too-big' } });
  });

  it('says that there is none', async () => {
    const file = path.join(temporaryFolder(), 'absent');
    expect(await readRegular(file, LIMIT)).toMatchObject({ ok: false, error: { code: 'file-missing' } });
  });
});

describe.runIf(process.platform !== 'win32')('what is no file', () => {
  it.each([
    ['a folder', (file: string) => mkdirSync(file)],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
    ['a device', (file: string) => symlinkSync('/dev/zero', file)],
    [
      'a socket',
      (file: string) => {
        const server = createServer().listen(file);
        onTestFinished(() => void server.close());
        return new Promise((resolve) => server.once('listening', resolve));
      },
    ],
  ])('is refused at once: %s', async (_what, make) => {
    const file = path.join(temporaryFolder(), 'x');
    await make(file);
    const began = performance.now();
    expect(await readRegular(file, LIMIT)).toMatchObject({ error: { code: 'file-not-regular' } });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each(['check', 'login'])('does not hold up %s, whatever the workspace names', async (command) => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [path.join(folder, 'ca.pem')]);
    const workspace = path.join(folder, 'w.yaml');
    writeFileSync(
      workspace,
      `latchkey: 1\nid: pipe\nproviders:\n  p: { kind: oidc, url: "https://id.example.com", ca_file: ${folder}/ca.pem }\napps:\n  romm: { kind: romm, url: https://games.example.com, provider: p, version: "5.2" }\n`,
    );
    const args = [command, workspace, '--app', 'romm', '--secrets', 'stdin'];
    const ran = await latchkey(command === 'login' ? [...args, '--no-browser'] : args, {
      stdin: JSON.stringify({ romm: { client_id: 'rommId', client_secret: 'x'.repeat(64) } }),
      timeout: 20_000,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('is a folder, pipe or device, not a file');
  });
});
