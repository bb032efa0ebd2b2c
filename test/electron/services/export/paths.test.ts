import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkPaths,
  inspectTarget,
  JOURNAL_NAME,
  pathProblem,
} from '../../../../electron/services/export/paths.ts';

describe('what is wrong with a path', () => {
  const DEVICE = 'has a part that names a device on Windows';
  const WINDOWS = 'holds a character that Windows has another use for';
  const DROPPED = 'has a part that ends in a dot or a blank, which Windows drops';
  const OURS = 'takes a name that Latchkey keeps for itself';
  it.each([
    ['', 'is empty'],
    ...['\u0000', 'a\nb', 'a\u001fb', 'a/\u007f'].map((path) => [path, 'holds a control character']),
    ...['a\\b', '\\', '..\\x'].map((path) => [path, 'holds a backslash']),
    ...['/', '/etc/passwd', '//x'].map((path) => [path, 'is absolute']),
    ...['C:x', 'C:/x', 'a/b:c', 'a<b', 'a>b', 'a"b', 'a|b', 'a?', 'a*'].map((path) => [path, WINDOWS]),
    ...['a//b', 'a/'].map((path) => [path, 'has an empty part']),
    ...['.', '..', '../x', 'a/../x', 'a/./b', 'a/..'].map((path) => [path, 'leaves the folder']),
    ...['x.', 'x ', 'a /b', 'a./b', '...'].map((path) => [path, DROPPED]),
    ...['con', 'PRN', 'a/aux/b', 'nul.txt', 'NUL.tar.gz', 'com0', 'COM9.x', 'com¹', 'lpt1', 'LPT³.env']
      .concat('conin$', 'CONOUT$.x')
      .map((path) => [path, DEVICE]),
    ...['x'.repeat(201), `a/${'é'.repeat(101)}`].map((path) => [path, 'has a part that is too long']),
    ...['.latchkey-', 'a/.Latchkey-1-0.tmp', '.latchkey-x/b', JOURNAL_NAME].map((path) => [path, OURS]),
    ...['manifest.json', 'Manifest.JSON'].map((path) => [path, 'is the name of the list of files']),
  ])('%j %s', (path, problem) => {
    expect(pathProblem(path!)).toBe(problem);
  });

  it.each([
    ...['a', 'a/b/c', '.env', 'a b.txt', '..a', '.x', 'a..b', 'é', '~', '$x', '-rf', 'a.b/c', ' x'],
    ...['console.txt', 'falcon', 'xcon', 'con1', 'conx.txt', 'com', 'com10', 'comx', 'lptx', 'lpt', 'nul1.x'],
    ...['x.con', 'conin', 'a/manifest.json', 'manifest.json.x', 'x.latchkey-1', 'latchkey-1', '.latchkey'],
    ...['x'.repeat(200), `${'é'.repeat(100)}/b`, `${'a/'.repeat(300)}b`],
  ])('nothing: %j', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });
});

describe('paths beside each other', () => {
  const refusal = (paths: readonly string[]) => {
    const checked = checkPaths(paths);
    return checked.ok ? undefined : [checked.error.code, checked.error.message];
  };
  it.each([
    [['a', 'x/../y'], '"x/../y" leaves the folder'],
    [['a', 'a'], '"a" is there twice'],
    [['a', 'A'], '"A" is there twice'],
    [['é', 'e\u0301'], '"e\u0301" is there twice'],
    [['A/b', 'a/B'], '"a/B" is there twice'],
    [['a', 'a/b'], '"a" is a file and a folder at once'],
    [['a/b', 'a'], '"a" is a file and a folder at once'],
    [['a/b/c', 'A/B'], '"A/B" is a file and a folder at once'],
    [['x', 'a/b/c/d', 'a'], '"a" is a file and a folder at once'],
    [['E\u0301', 'é/x'], '"E\u0301" is a file and a folder at once'],
  ])('%j: refused', (paths, problem) => {
    expect(refusal(paths)).toEqual(['export-path', `The file name ${problem}, so nothing was written.`]);
  });

  it.each([[[]], [['a']], [['a/b', 'a/c', 'b', 'a/d/e', 'ab', 'b.x/a', 'c/b', '.env']]])(
    '%j: fit together',
    (paths) => expect(refusal(paths)).toBeUndefined(),
  );
});

describe('what is there already', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'latchkey-paths-'));
    mkdirSync(join(root, 'folder/deep'), { recursive: true });
    writeFileSync(join(root, 'folder/deep/file'), 'five!');
    chmodSync(join(root, 'folder/deep/file'), 0o640);
    writeFileSync(join(root, 'plain'), '');
    chmodSync(join(root, 'plain'), 0o604);
    symlinkSync('folder', join(root, 'link'));
    symlinkSync('plain', join(root, 'folder/link'));
    symlinkSync('nowhere', join(root, 'broken'));
    spawnSync('mkfifo', [join(root, 'pipe')]);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['plain', { size: 0, mode: 0o604 }],
    ['folder/deep/file', { size: 5, mode: 0o640 }],
    ['missing', undefined],
    ['folder/missing', undefined],
    ['missing/too/x', undefined],
  ])('%s: may be written', async (path, value) => {
    expect(await inspectTarget(root, path)).toEqual({ ok: true, value });
  });

  it.each([
    ['link', 'link', 'export-symlink', 'writes through no links'],
    ['link/deep/file', 'link', 'export-symlink', 'writes through no links'],
    ['link/missing', 'link', 'export-symlink', 'writes through no links'],
    ['folder/link', 'folder/link', 'export-symlink', 'writes through no links'],
    ['broken', 'broken', 'export-symlink', 'writes through no links'],
    ['folder', 'folder', 'file-is-folder', 'is a folder'],
    ['folder/deep', 'folder/deep', 'file-is-folder', 'is a folder'],
    ['plain/x', 'plain', 'file-not-a-folder', 'in the way'],
    ['folder/deep/file/x/y', 'folder/deep/file', 'file-not-a-folder', 'in the way'],
    ['pipe', 'pipe', 'export-not-a-file', 'neither a file nor a folder'],
    ['pipe/x', 'pipe', 'file-not-a-folder', 'in the way'],
    [`folder/${'x'.repeat(256)}`, `folder/${'x'.repeat(256)}`, 'file-name-too-long', 'too long'],
  ])('%s: refused at %s', async (path, at, code, words) => {
    const result = await inspectTarget(root, path);
    expect(result).toMatchObject({ ok: false, error: { code } });
    if (result.ok) return;
    expect(result.error.message.split(/[: ]/)).toContain(join(root, at));
    expect(result.error.message).toContain(words);
  });
});
