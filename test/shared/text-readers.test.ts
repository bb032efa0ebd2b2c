import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../shared/existing/doctor/reading.ts';
import { HOSTILE } from '../helpers/hostile-texts.ts';
import { OTHERS, READERS } from '../helpers/text-readers.ts';

const ROOT = join(import.meta.dirname, '../..');
const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(`${folder}/${entry.name}`)
      : /\.tsx?$/.test(entry.name)
        ? [`${folder}/${entry.name}`]
        : [],
  );

/** The rooms whose functions read files and words of other people. */
const ROOMS = /^shared\/(?:addresses|diagnosis|existing|forecast|profile|targets|workspace)\//;
const TEXTS =
  /(?:^|[\s,{(])(?:texts?|sources?|files?|bytes|input|content|given|whole|pasted)(?::\s*\w+)?\??\s*(?:,|\}|:)/;

/** Every function of these rooms that takes a text and that another folder uses. */
function entryPoints(): string[] {
  const all = ['shared', 'electron', 'renderer'].flatMap(sources);
  const users = new Map<string, string[]>();
  const texts = new Map(all.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
  for (const [file, text] of texts)
    for (const [, names = '', from = ''] of [
      ...text.matchAll(/(?:import|export)\s*\{([^}]*)\}\s*from\s*'(\.[^']*)'/g),
      ...text.matchAll(/\{([^{}]*)\}\s*=\s*await import\('(\.[^']*)'\)/g),
    ])
      for (const name of names.split(',')) {
        const key = `${relative(ROOT, resolve(ROOT, dirname(file), from))
          .split(sep)
          .join('/')}#${name.trim().split(/\s+as\s+|:/)[0]}`;
        users.set(key, [...(users.get(key) ?? []), file]);
      }
  return [...texts].flatMap(([file, text]) =>
    ROOMS.test(file)
      ? [
          ...text.matchAll(
            /^export (?:async )?(?:function\*? (\w+)|const (\w+)[^=\n]*= (?:async )?(?=\())/gm,
          ),
        ].flatMap((found) => {
          const key = `${file}#${found[1] ?? found[2]}`;
          const isUsed = (users.get(key) ?? []).some((user) => dirname(user) !== dirname(file));
          const taken = parametersAt(
            text,
            text.indexOf('(', found.index + found[0].length - (found[2] ? 1 : 0)),
          );
          return isUsed && TEXTS.test(taken) && /string|Uint8Array|GivenFile|FileText|SourceText/.test(taken)
            ? [key]
            : [];
        })
      : [],
  );
}

function parametersAt(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at]!)) depth++;
    if (')]}'.includes(text[at]!) && --depth === 0) return text.slice(from + 1, at);
  }
  return '';
}

describe('what strangers wrote', () => {
  test('every reader of it stands in this table, or beside it with a reason', () => {
    const found = entryPoints();
    expect(found.length).toBeGreaterThan(50);
    const known = new Set([...Object.keys(READERS), ...Object.keys(OTHERS)].map((key) => key.split(' (')[0]));
    expect(found.filter((key) => !known.has(key))).toEqual([]);
    // A reason that is no longer needed goes, too.
    expect(Object.keys(OTHERS).filter((key) => !found.includes(key))).toEqual([]);
  });

  test('what can’t be read is told by the doctor', () => {
    for (const name of ['ten megabytes of a word', 'brackets in brackets', 'maps in maps', 'a NUL'])
      expect(
        examine(readExisting([{ name: 'file', text: HOSTILE[name]! }])).map(({ severity }) => severity),
      ).toContain('error');
  });

  test('nothing is put into what every object has', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const read of Object.values(READERS))
      for (const name of ['keys of every object', 'variables of every object']) read(HOSTILE[name]!, 'file');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
