import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { handOver } from '../../../electron/commands/hand-over.ts';
import { temporaryFolder } from '../../helpers/latchkey.ts';

const ENTRY = { action: 'http://latchkey-0a.localhost:8123/enter', token: 'the-one-time-token' };
const modeOf = (file: string) => statSync(file).mode & 0o777;

/** A folder for temporary files, and a browser opener that notes its arguments and fails or not. */
function world(script = '') {
  const folder = temporaryFolder();
  const files = path.join(folder, 'files');
  const bin = path.join(folder, 'bin');
  mkdirSync(files);
  mkdirSync(bin);
  const opener = path.join(bin, process.platform === 'darwin' ? 'open' : 'xdg-open');
  writeFileSync(
    opener,
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/arguments\nenv > ${folder}/environment\n${script}`,
  );
  chmodSync(opener, 0o755);
  vi.stubEnv('TMPDIR', files);
  vi.stubEnv('HOME', files);
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  return { left: () => readdirSync(files), read };
}

it.skipIf(process.platform === 'win32')(
  'gives the browser a private file, and no argument with the token',
  async () => {
    const { left, read } = world();
    let finish: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    expect(await handOver(ENTRY, done)).toEqual({ ok: true, value: undefined });
    const given = read('arguments').trim();
    expect(given).toMatch(/^file:\/\/\S+\/latchkey-open-\w+\/open\.html$/);
    for (const text of [given, read('environment')]) expect(text).not.toContain(ENTRY.token);
    const file = new URL(given).pathname;
    expect([modeOf(file), modeOf(path.dirname(file))]).toEqual([0o600, 0o700]);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain(`<form method="post" action="${ENTRY.action}">`);
    expect(page).toContain(`name="token" value="${ENTRY.token}"`);
    expect(process.listeners('exit').length).toBeGreaterThan(0);
    finish();
    await expect.poll(() => existsSync(path.dirname(file))).toBe(false);
    expect(left()).toEqual([]);
  },
);

it.skipIf(process.platform === 'win32')('removes the file after a minute if no browser came', async () => {
  const { left } = world();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await handOver(ENTRY, new Promise(() => {}), async () => ({ ok: true, value: undefined }));
  expect(left()).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(left()).toEqual([]);
});

it.skipIf(process.platform === 'win32')(
  'says that no browser could be opened, or no file be written',
  async () => {
    const { left } = world('exit 3\n');
    const never = new Promise(() => {});
    expect(await handOver(ENTRY, never)).toMatchObject({
      ok: false,
      error: { code: 'browser-failed' },
    });
    expect(left()).toEqual([]);
    vi.stubEnv('TMPDIR', '/nonexistent');
    expect(await handOver(ENTRY, never)).toMatchObject({
      ok: false,
      error: { code: 'file-missing' },
    });
  },
);
