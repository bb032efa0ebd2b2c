import { describe, expect, it } from 'vitest';
import { readCompose } from '../../../shared/targets/compose.ts';
import { readEnv } from '../../../shared/targets/env.ts';
import { readJsonText } from '../../../shared/targets/json.ts';
import { MAX_TEXT, type ReadProblem } from '../../../shared/targets/reading.ts';
import { readYamlText } from '../../../shared/targets/yaml.ts';
import { timeOf } from '../../helpers/processor-time.ts';

/** Files that would cost a reader its stack, its time or its memory. */
const MANY = MAX_TEXT;
const upTo = (text: string) => text.repeat(Math.ceil(MANY / text.length)).slice(0, MANY);
const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 20 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]\n`).join('')}`;
const empty = `a0: &a0 []\n${Array.from({ length: 20 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]\n`).join('')}`;
const merges = `a0: &a0 {k: 1}\n${Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} {<<: [*a${at}, *a${at}], k${at}: 1}\n`).join('')}`;

const READERS: Readonly<Record<string, (text: string) => { readonly problems: readonly ReadProblem[] }>> = {
  env: readEnv,
  yaml: readYamlText,
  compose: readCompose,
  json: readJsonText,
};

const HOSTILE: Readonly<Record<string, string>> = {
  'ten megabytes': 'A=1\n'.repeat(2_500_000),
  'one line': upTo('x'),
  blanks: upTo(' '),
  'blanks before a value': `A=${upTo(' ')}`.slice(0, MANY),
  'blanks and signs': `A=${upTo(' # # # ')}`.slice(0, MANY),
  breaks: upTo('\n'),
  'short lines': upTo('A=1\n'),
  'short keys': upTo('a: 1\n'),
  'opening brackets': upTo('['),
  'opening braces': upTo('{"a":'),
  'opening lists': upTo('- '),
  'open quotes': upTo('A="\n'),
  'open quotes with backslashes': upTo("A='\\'\n"),
  backslashes: `A="${upTo('\\')}`.slice(0, MANY),
  dollars: `A=${upTo('$' + '{')}`.slice(0, MANY),
  'dollars with an end': `A=${upTo('$' + '{x')}:}`.slice(-MANY),
  numbers: `[${upTo('1,')}`.slice(0, MANY),
  strings: `[${upTo('"",')}`.slice(0, MANY),
  comments: upTo('/**/'),
  'comments with #': upTo('# x\n'),
  'a bomb of aliases': bomb,
  'a bomb of empty aliases': empty,
  'a bomb of merges': merges,
  'many aliases of a large list': `a: &a [${'x, '.repeat(5000)}x]\n${Array.from({ length: 5000 }, (_, at) => `b${at}: *a\n`).join('')}`,
  'a cycle': 'a: &a\n  b: *a\n',
  'a cycle of lists': '&a [*a]\n',
  'a cycle of merges': 'a: &a\n  <<: *a\n',
  anchors: upTo('a: &a 1\n'),
  NULs: upTo('\0'),
  'halves of characters': upTo('\ud800'),
};

describe.each(Object.keys(READERS))('the reader of %s', (name) => {
  const read = READERS[name]!;
  it.each(Object.keys(HOSTILE))('ends in under a second: %s', (what) => {
    const text = HOSTILE[what]!;
    expect(timeOf(() => read(text), 1000)).toBeLessThan(1000);
  });

  it('reads names that every object has as names', () => {
    const text = {
      yaml: '__proto__: {x: 1}\nconstructor: 1\n',
      json: '{"__proto__":{"x":1},"constructor":1}',
      env: '__proto__=1\nconstructor=1\n',
      compose: 'services:\n  __proto__:\n    environment: {constructor: 1}\n',
    }[name]!;
    const before = Object.getOwnPropertyNames(Object.prototype);
    const result = read(text) as unknown as { entries: readonly { path: readonly unknown[] }[] };
    expect(result.entries.flatMap(({ path }) => path)).toContain('constructor');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

it.each([
  ['yaml', 'a bomb of aliases', 'too-many-values'],
  ['yaml', 'a bomb of empty aliases', 'too-many-values'],
  ['yaml', 'many aliases of a large list', 'too-many-values'],
  ['yaml', 'a cycle', 'yaml-cycle'],
  ['yaml', 'a cycle of lists', 'yaml-cycle'],
  ['yaml', 'a cycle of merges', 'yaml-cycle'],
  ['yaml', 'opening brackets', 'yaml-too-deep'],
  ['json', 'opening brackets', 'json-too-deep'],
  ['env', 'ten megabytes', 'text-too-long'],
  ['json', 'numbers', 'too-many-values'],
])('says what is wrong, %s: %s', (reader, what, code) => {
  expect(READERS[reader]!(HOSTILE[what]!).problems.map((one) => one.code)).toContain(code);
});
