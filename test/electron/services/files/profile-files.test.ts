import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  copyProfileFiles,
  readProfileFiles,
  watchProfileFiles,
} from '../../../../electron/services/files/profile-files.ts';
import { starterProfile } from '../../../../shared/profile/starter.ts';

const STARTER = starterProfile('my-app')!;
let root: string;
let home: string;
let workspace: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'latchkey-profiles-'));
  home = path.join(root, 'home');
  mkdirSync(home);
  workspace = path.join(home, 'home.latchkey');
  writeFileSync(workspace, '');
  writeFileSync(path.join(root, 'outside.yaml'), STARTER);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer = STARTER) => {
  mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
  writeFileSync(path.join(home, name), content);
};
/** What one named file comes to: its kind, or the code of the failure. */
async function reading(name: string, file = workspace): Promise<string | undefined> {
  const read = await readProfileFiles(file, `profiles: [${JSON.stringify(name)}]\n`);
  const one = read.get(name);
  if (!one) return undefined;
  if (!one.ok) return one.error.code;
  return one.value.ok ? one.value.profile.kind : one.value.problems[0]!.code;
}

describe('the profiles beside a workspace', () => {
  it('are read from its folder and below, also through links that stay inside', async () => {
    put('a.yaml');
    put('more/b.yaml');
    symlinkSync('more/b.yaml', path.join(home, 'link.yaml'));
    symlinkSync('more', path.join(home, 'folder'));
    for (const name of ['./a.yaml', 'a.yaml', './more/b.yaml', './link.yaml', './folder/b.yaml'])
      expect(await reading(name), name).toBe('my-app');
  });

  it('are beside the real file where the workspace is a link', async () => {
    put('a.yaml');
    const link = path.join(root, 'link.latchkey');
    symlinkSync(workspace, link);
    expect(await reading('./a.yaml', link)).toBe('my-app');
    expect(await reading('./outside.yaml', link)).toBe('file-missing');
  });

  it.skipIf(process.platform === 'win32').each<[string, () => void, string]>([
    [
      'a link to a file outside',
      () => symlinkSync('../outside.yaml', path.join(home, 'x.yaml')),
      'profile-outside',
    ],
    [
      'an absolute link outside',
      () => symlinkSync(path.join(root, 'outside.yaml'), path.join(home, 'x.yaml')),
      'profile-outside',
    ],
    [
      'a link to a link outside',
      () => {
        symlinkSync('../outside.yaml', path.join(home, 'y.yaml'));
        symlinkSync('y.yaml', path.join(home, 'x.yaml'));
      },
      'profile-outside',
    ],
    ['a link to itself', () => symlinkSync('x.yaml', path.join(home, 'x.yaml')), 'file-link-loop'],
    ['a broken link', () => symlinkSync('gone.yaml', path.join(home, 'x.yaml')), 'file-missing'],
    ['a folder', () => mkdirSync(path.join(home, 'x.yaml')), 'file-not-regular'],
    ['a pipe', () => void execFileSync('mkfifo', [path.join(home, 'x.yaml')]), 'file-not-regular'],
    ['a device', () => symlinkSync('/dev/zero', path.join(home, 'x.yaml')), 'profile-outside'],
    ['a huge file', () => put('x.yaml', `${STARTER}#${'x'.repeat(50_000)}`), 'file-too-big'],
    ['a file that is not UTF-8', () => put('x.yaml', Buffer.from([0x6e, 0xe4])), 'not-utf-8'],
    ['nothing', () => {}, 'file-missing'],
  ])('%s is not read', async (_what, make, code) => {
    make();
    expect(await reading('./x.yaml')).toBe(code);
  });

  it('is not read through a folder that leads out', async () => {
    symlinkSync('..', path.join(home, 'up'));
    expect(await reading('./up/outside.yaml')).toBe('profile-outside');
  });

  it('are copied with the workspace, and never over another file', async () => {
    put('a.yaml');
    put('more/b.yaml', `${STARTER}# b\n`);
    const text = 'profiles: [./a.yaml, ./more/b.yaml, ./gone.yaml]\n';
    const target = path.join(root, 'new', 'home.latchkey');
    mkdirSync(path.dirname(target));
    expect(await copyProfileFiles(workspace, target, text)).toEqual({ ok: true });
    expect(readFileSync(path.join(root, 'new/more/b.yaml'), 'utf8')).toBe(`${STARTER}# b\n`);
    expect(await copyProfileFiles(workspace, target, text)).toEqual({ ok: true });
    writeFileSync(path.join(root, 'new/a.yaml'), 'mine');
    expect(await copyProfileFiles(workspace, target, text)).toMatchObject({
      error: { code: 'profile-exists' },
    });
    expect(readFileSync(path.join(root, 'new/a.yaml'), 'utf8')).toBe('mine');
  });

  it('are watched: a change, a removal and a new file are told', async () => {
    put('a.yaml');
    const stop = new AbortController();
    let told = 0;
    await watchProfileFiles(workspace, ['./a.yaml', './nowhere/b.yaml'], () => told++, stop.signal);
    const more = async (change: () => void) => {
      const before = told;
      change();
      await expect.poll(() => told, { timeout: 5_000 }).toBeGreaterThan(before);
    };
    await more(() => put('a.yaml', `${STARTER}#\n`));
    await more(() => rmSync(path.join(home, 'a.yaml')));
    await more(() => put('a.yaml'));
    stop.abort();
  });
});
