import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latchkey, temporaryFolder } from '../../helpers/latchkey.ts';

const RUN = join(import.meta.dirname, '../../../build/run.mjs');

function workspaceFile(folder: string, apps: number, kind: 'authelia' | 'authentik'): string {
  const entries = Array.from(
    { length: apps },
    (_, index) =>
      `  app${index}:\n    kind: romm\n    url: https://app${index}.example.com\n    provider: home\n`,
  );
  const file = join(folder, 'big.latchkey.yaml');
  writeFileSync(
    file,
    `latchkey: 1\nid: big\nproviders:\n  home:\n    kind: ${kind}\n    url: https://auth.example.com\napps:\n${entries.join('')}`,
  );
  return file;
}

/** Runs `render` and presses Ctrl-C once stderr matches; resolves to what happened. */
async function interrupted(args: readonly string[], when: RegExp) {
  const child = spawn(process.execPath, [RUN, 'cli', 'render', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  let pressed: number | undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (pressed === undefined && when.test(stderr)) {
      pressed = performance.now();
      child.kill('SIGINT');
    }
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr, tookMs: pressed === undefined ? undefined : performance.now() - pressed };
}

const everyFile = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** A second, and the time of a busy machine. */
const SECOND_MS = 1_000 * 3;

describe('a long render', () => {
  it('says how far it is, and ends on Ctrl-C while it hashes, with nothing written', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const file = workspaceFile(folder, 300, 'authelia');
    const ran = await interrupted([file, '--out', out, '--secrets', 'memory'], /Secrets of apps: \d+ of 300/);
    expect(ran.stderr).toContain('Stopped. No file was written or changed.');
    expect(ran.code).toBe(130);
    expect(ran.tookMs).toBeLessThan(SECOND_MS);
    expect(everyFile(out)).toEqual([]);
    expect(existsSync(out)).toBe(false);
  });

  it('takes back every file on Ctrl-C while it writes, and leaves those of before as they were', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const file = workspaceFile(folder, 900, 'authentik');
    mkdirSync(out);
    writeFileSync(join(out, 'of-mine.txt'), 'mine');
    const ran = await interrupted([file, '--out', out, '--secrets', 'memory'], /Files written: \d+ of \d+/);
    // The machine may have been faster than the first line of progress.
    if (ran.tookMs === undefined) throw new Error(`Nothing was said of writing:\n${ran.stderr}`);
    expect(ran.code).toBe(130);
    expect(ran.tookMs).toBeLessThan(SECOND_MS);
    const left = everyFile(out);
    if (ran.stderr.includes('No file was written'))
      expect(left.map((one) => readFileSync(one, 'utf8'))).toEqual(['mine']);
    // Ctrl-C came when all files were complete already.
    else expect(left.some((one) => one.endsWith('.tmp'))).toBe(false);
  });

  it('says nothing of its progress when it is quick', async () => {
    const folder = temporaryFolder();
    const file = workspaceFile(folder, 1, 'authentik');
    const ran = await latchkey(['render', file, '--out', join(folder, 'out'), '--secrets', 'memory']);
    expect(ran.code).toBe(0);
    expect(ran.stderr).not.toMatch(/\d+ of \d+/);
  });
});
