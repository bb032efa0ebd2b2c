import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIdFiles } from '../../../../electron/services/files/id-file.ts';
import { newWorkspace } from '../../../../shared/workspace/defaults.ts';
import { lacksId, readIdOf, withId } from '../../../../shared/workspace/own-id.ts';
import { parseWorkspace } from '../../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../../shared/workspace/stringify.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-ids-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, 'files', name);
const write = (name: string, id: string) => writeFileSync(at(name), stringifyWorkspace(newWorkspace(id)));

type Step = readonly ['new' | 'copy' | 'move' | 'remove' | 'rename' | 'ask', number, number];
const NAMES = ['a', 'b', 'c', 'd'];

describe('which file an id belongs to', () => {
  it('is the first one while it is there and has the id, after any history', async () => {
    const step = fc.tuple(
      fc.constantFrom(
        'new' as const,
        'copy' as const,
        'move' as const,
        'remove' as const,
        'rename' as const,
        'ask' as const,
      ),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps: readonly Step[]) => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(join(folder, 'files'), { recursive: true });
        // What there is: each file's id. What is known: who was found to own an id.
        const ids = new Map<string, string>();
        const owners = new Map<string, string>();
        let made = 0;
        for (const [what, from, to] of steps) {
          const [one, two] = [NAMES[from]!, NAMES[to]!];
          if (what === 'new') {
            ids.set(one, `id-${++made}`);
            write(one, `id-${made}`);
          } else if (what === 'copy' && ids.has(one) && one !== two) {
            cpSync(at(one), at(two));
            ids.set(two, ids.get(one)!);
          } else if (what === 'move' && ids.has(one) && one !== two) {
            renameSync(at(one), at(two));
            ids.set(two, ids.get(one)!);
            ids.delete(one);
          } else if (what === 'remove' && ids.has(one)) {
            rmSync(at(one));
            ids.delete(one);
          } else if (what === 'rename' && ids.has(one)) {
            ids.set(one, `id-${++made}`);
            write(one, `id-${made}`);
          } else if (what === 'ask' && ids.has(one)) {
            // Each question is asked by a program of its own.
            const standing = await openIdFiles(join(folder, 'data')).standing(ids.get(one)!, at(one));
            const id = ids.get(one)!;
            const owner = owners.get(id);
            const holds = owner !== undefined && owner !== one && ids.get(owner) === id;
            expect(standing).toEqual(holds ? { kind: 'copy', of: at(owner) } : { kind: 'own' });
            if (!holds) owners.set(id, one);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is one of two files that are asked about at once, and not both', async () => {
    mkdirSync(join(folder, 'files'));
    for (let round = 0; round < 20; round += 1) {
      const id = `id-${round}`;
      write('a', id);
      write('b', id);
      const found = await Promise.all(
        ['a', 'b'].map((name) => openIdFiles(join(folder, 'data')).standing(id, at(name))),
      );
      expect(found.map(({ kind }) => kind).sort()).toEqual(['copy', 'own']);
    }
  });

  it('stays where it is while the file can’t be read, and is the same through another path', async () => {
    mkdirSync(join(folder, 'files'));
    write('a', 'home');
    const ids = openIdFiles(join(folder, 'data'));
    expect(await ids.standing('home', at('a'))).toEqual({ kind: 'own' });
    symlinkSync(join(folder, 'files'), join(folder, 'way'));
    expect(await ids.standing('home', join(folder, 'way', 'a'))).toEqual({ kind: 'own' });
    write('b', 'home');
    writeFileSync(at('a'), 'latchkey: [');
    expect(await ids.standing('home', at('b'))).toEqual({ kind: 'copy', of: at('a') });
    await ids.take('home', at('b'));
    write('a', 'home');
    expect(await ids.standing('home', at('a'))).toEqual({ kind: 'copy', of: at('b') });
  });

  it('is asked in vain where nothing can be noted, and nobody is refused for it', async () => {
    mkdirSync(join(folder, 'files'));
    write('a', 'home');
    writeFileSync(join(folder, 'data'), 'a file');
    expect(await openIdFiles(join(folder, 'data')).standing('home', at('a'))).toEqual({ kind: 'own' });
    expect(existsSync(at('a'))).toBe(true);
  });
});

describe('an id that is made', () => {
  const BODY = 'providers: {}\napps: {}\n';
  it.each([
    [
      'below the first line',
      `# mine\nlatchkey: 1 # first\n${BODY}`,
      `# mine\nlatchkey: 1 # first\nid: new\n${BODY}`,
    ],
    [
      'with the line ends of the file',
      `latchkey: 1\r\napps: {}\r\n`,
      `latchkey: 1\r\nid: new\r\napps: {}\r\n`,
    ],
    ['in one line', '{latchkey: 1, providers: {}, apps: {}}', undefined],
    [
      'in place of the old one',
      `latchkey: 1\nid: old # keep\n${BODY}`,
      `latchkey: 1\nid: new # keep\n${BODY}`,
    ],
  ])('%s', (_, text, expected) => {
    const named = withId(text, 'new');
    expect(named.ok && readIdOf(named.value)).toBe('new');
    if (expected !== undefined) expect(named).toEqual({ ok: true, value: expected });
    expect(named.ok && parseWorkspace(named.value)).toMatchObject({ ok: true, workspace: { id: 'new' } });
  });

  it('is only for a workspace that has none', () => {
    expect(lacksId('latchkey: 1\n')).toBe(true);
    expect(lacksId('latchkey: 1\nid: x\n')).toBe(false);
    expect(lacksId('latchkey: 1\nid:\n')).toBe(false);
    expect(lacksId('services: {}\n')).toBe(false);
    expect(lacksId('latchkey: [')).toBe(false);
    expect(lacksId('')).toBe(false);
  });
});
