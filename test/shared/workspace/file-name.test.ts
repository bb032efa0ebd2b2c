import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkspaceFile, WORKSPACE_ENDING, WORKSPACE_ENDINGS } from '../../../shared/workspace/file-name.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

describe('the name of a workspace file', () => {
  it('ends with .latchkey; the endings of earlier versions are known too', () => {
    expect(WORKSPACE_ENDING).toBe('.latchkey');
    expect(WORKSPACE_ENDINGS).toEqual(['.latchkey', '.latchkey.yaml', '.latchkey.yml']);
  });

  it('is told by its end, whatever stands before and however it is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...WORKSPACE_ENDINGS),
        fc.boolean(),
        (before, ending, loud) => isWorkspaceFile(before + (loud ? ending.toUpperCase() : ending)),
      ),
    );
    for (const other of [
      'home.yaml',
      'home.latchkey.json',
      'home.latchkey.bak-1',
      'latchkey',
      'latchkey.yaml',
    ])
      expect([other, isWorkspaceFile(other)]).toEqual([other, false]);
  });

  it('is told by the last part of a path only', () => {
    for (const other of ['/x.latchkey/passwd', 'C:\\x.latchkey\\passwd', '/x.latchkey/'])
      expect([other, isWorkspaceFile(other)]).toEqual([other, false]);
    for (const file of ['/srv/x.latchkey', 'C:\\srv\\x.latchkey', 'C:\\srv/x.latchkey.yml'])
      expect([file, isWorkspaceFile(file)]).toEqual([file, true]);
  });

  it('is written down in one place: nothing suggests an older ending', () => {
    const shown = (folder: string): string[] =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => path.join(folder, file))
        .filter((file) => /\.(tsx?|md|latchkey)$/.test(file));
    const names = ['electron', 'renderer', 'shared', 'docs'].flatMap(shown).concat('README.md');
    const old = names.filter((file) => /latchkey\.ya?ml/.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(names.length).toBeGreaterThan(200);
    // docs/packaging.md says which endings still open.
    expect(old.sort()).toEqual(['docs/packaging.md', 'shared/workspace/file-name.ts']);
  });
});
