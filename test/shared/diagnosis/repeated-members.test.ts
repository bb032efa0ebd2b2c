import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedMembers } from '../../../shared/diagnosis/repeated-members.ts';

/** A JSON value as a tree that, unlike an object, can hold a name twice. */
type Tree =
  | { readonly text: string }
  | { readonly list: readonly Tree[] }
  | { readonly members: readonly Member[] };
type Member = readonly [string, Tree];

const name = fc.oneof(
  fc.constantFrom(
    'sub',
    'email',
    '__proto__',
    'constructor',
    '',
    'a"b',
    'a\\b',
    '{',
    ',',
    ':',
    'ä',
    '\u2028',
  ),
  fc.string({ maxLength: 4 }),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.jsonValue({ maxDepth: 0 }).map((value) => ({ text: JSON.stringify(value) })),
    fc.array(tie('tree'), { maxLength: 3 }).map((list) => ({ list })),
    fc.array(fc.tuple(name, tie('tree')), { maxLength: 4 }).map((members) => ({ members })),
  ),
}));

/** Writes a name in one of the many ways that JSON has for it. */
const written = (text: string, escaped: boolean) =>
  escaped
    ? `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
    : JSON.stringify(text);

const space = (blank: boolean) => (blank ? ' \n\t' : '');

function write(one: Tree, style: (n: number) => boolean, count = { n: 0 }): string {
  const gap = () => space(style(count.n++));
  if ('text' in one) return `${gap()}${one.text}${gap()}`;
  if ('list' in one)
    return `${gap()}[${gap()}${one.list.map((item) => write(item, style, count)).join(',')}]${gap()}`;
  const members = one.members.map(
    ([key, value]) => `${gap()}${written(key, style(count.n++))}${gap()}:${write(value, style, count)}`,
  );
  return `${gap()}{${members.join(',')}${gap()}}${gap()}`;
}

/** What must be found, from the tree itself. */
function expected(one: Tree, path: readonly string[] = [], found = new Set<string>()): Set<string> {
  if ('list' in one) for (const item of one.list) expected(item, path, found);
  if ('members' in one) {
    const seen = new Set<string>();
    for (const [key, value] of one.members) {
      const at = [...path, key].filter((part, i, all) => part !== '' || i === all.length - 1);
      if (seen.has(key)) found.add(at.join('.'));
      seen.add(key);
      expected(value, at, found);
    }
  }
  return found;
}

describe('names that come twice in JSON', () => {
  it('are found wherever they are, however they are written, and nothing else is', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (one, styles) => {
        const text = write(one, (n) => styles[n % styles.length]!);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(new Set(repeatedMembers(text))).toEqual(new Set([...expected(one)].slice(0, 20)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are never found in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        expect(repeatedMembers(JSON.stringify(value, null, indent))).toEqual([]);
      }),
    );
  });

  it.each([
    ['{"sub":"a","sub":"b"}', ['sub']],
    ['{"sub":"a","\\u0073ub":"a"}', ['sub']],
    ['{"a":{"b":1,"b":2},"c":[{"d":1},{"d":1,"d":1}]}', ['a.b', 'c.d']],
    ['{"a":"\\"b\\":1,\\"b\\":2","b":1}', []],
    ['{"a":"a","b":["a","a"]}', []],
    ['["a","a"]', []],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['"a"', []],
    ['', []],
  ])('%s: %j', (text, names) => expect(repeatedMembers(text)).toEqual(names));

  it('end soon in a large text, and name only some', () => {
    const many = `{${Array.from({ length: 100_000 }, (_, i) => `"k${i % 50_000}":${i}`).join(',')}}`;
    const began = performance.now();
    expect(repeatedMembers(many)).toHaveLength(20);
    expect(repeatedMembers(`[${'"\\\\",'.repeat(300_000)}1]`)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
