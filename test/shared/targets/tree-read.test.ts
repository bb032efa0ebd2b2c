// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files hold such text
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import { composeLines, readCompose } from '../../../shared/targets/compose.ts';
import { readJsonText } from '../../../shared/targets/json.ts';
import { readJsonInside } from '../../../shared/targets/layers.ts';
import type { ReadEntry } from '../../../shared/targets/reading.ts';
import { readYamlText } from '../../../shared/targets/yaml.ts';
import { anyText } from '../../helpers/synthetic-profile.ts';

/** The values of a tree by their paths, made without the code under test. */
function leavesOf(node: unknown, path: readonly (string | number)[] = []): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[JSON.stringify(path), node]];
  const below = Array.isArray(node) ? node.map((one, index) => [index, one] as const) : Object.entries(node);
  return below.length === 0
    ? [[JSON.stringify(path), node]]
    : below.flatMap(([step, one]) => leavesOf(one, [...path, step]));
}
const found = (entries: readonly ReadEntry[]) =>
  entries.map(({ path, value }) => [JSON.stringify(path), value]);
const sorted = (all: readonly (readonly unknown[])[]) =>
  [...all].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));

/** Trees as JSON and YAML hold them; a key that JavaScript moves to the front or sets the prototype with is its own case. */
const anyTree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(anyText, fc.stringMatching(/^[a-z_.]{1,8}$/)), tie('node'), { maxKeys: 4 }),
  ),
})).node;

const written = (text: string, { span }: ReadEntry) => text.slice(span.offset, span.offset + span.length);

describe('a JSON text', () => {
  it('is read as JSON.parse reads it, with the place of every value', () => {
    fc.assert(
      fc.property(anyTree, fc.constantFrom(undefined, 2, '\t'), fc.boolean(), (tree, indent, crlf) => {
        const lf = JSON.stringify(tree, null, indent);
        const text = crlf ? lf.replaceAll('\n', '\r\n') : lf;
        const { entries, problems } = readJsonText(text);
        expect(problems).toEqual([]);
        expect(found(entries)).toEqual(leavesOf(tree));
        const lines = text.split('\n');
        for (const one of entries) {
          expect(JSON.parse(written(text, one))).toEqual(one.value);
          const { line, column, offset } = one.span;
          expect(lines.slice(0, line - 1).join('\n').length + (line === 1 ? 0 : 1) + column - 1).toBe(offset);
          const last = one.path.at(-1);
          if (typeof last === 'string')
            expect(JSON.parse(text.slice(one.key.offset, one.key.offset + one.key.length))).toBe(last);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['{"a":1', 'json-broken', 1, 7],
    ['{"a" 1}', 'json-broken', 1, 6],
    ['{"a":\n  01}', 'json-broken', 2, 3],
    ['{"a": tru}', 'json-broken', 1, 7],
    ['{"a": "x\ny"}', 'json-broken', 1, 7],
    ['{"a": "\\x"}', 'json-broken', 1, 7],
    ['{} {}', 'json-broken', 1, 4],
    ['', 'json-broken', 1, 1],
    ["{'a': 1}", 'json-broken', 1, 2],
  ])('that is none, %j, is refused at its place', (text, code, line, column) => {
    const { entries, problems } = readJsonText(text);
    expect(entries).toEqual([]);
    expect(problems.map((one) => [one.code, one.span.line, one.span.column])).toEqual([[code, line, column]]);
  });

  it('may have comments, a comma too many and a name twice, which is said', () => {
    const { entries, problems } = readJsonText('{ // one\n "a": 1, /* two */ "a": [2,],\n}');
    expect(found(entries)).toEqual([
      ['["a"]', 1],
      ['["a",0]', 2],
    ]);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['json-comment', 'warning'],
      ['json-comment', 'warning'],
      ['json-key-twice', 'warning'],
      ['json-comma', 'warning'],
      ['json-comma', 'warning'],
    ]);
  });
});

describe('a YAML text', () => {
  it('is read as it was written, however it is written', () => {
    fc.assert(
      fc.property(
        anyTree,
        fc.record({
          defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL'),
          collectionStyle: fc.constantFrom('any', 'flow'),
          indent: fc.constantFrom(2, 4),
          indentSeq: fc.boolean(),
        } as const),
        (tree, style) => {
          const text = stringify(tree, style as never);
          // The library writes a block that begins with a blank as one that its own parser reads otherwise.
          fc.pre(JSON.stringify(parse(text)) === JSON.stringify(tree));
          const { entries, problems } = readYamlText(text);
          expect(problems).toEqual([]);
          expect(found(entries)).toEqual(leavesOf(tree));
          for (const one of entries)
            if (one.quoted === 'double' || one.quoted === 'single')
              expect(written(text, one)[0]).toBe(one.quoted === 'double' ? '"' : "'");
        },
      ),
      { numRuns: 300 },
    );
  });

  it('follows anchors and merge keys, and says where a value really stands', () => {
    const text = 'base: &b\n  a: 1\n  c: 2\nuse:\n  <<: *b\n  c: 3\nlist: [*b]\n';
    const { entries, problems } = readYamlText(text);
    expect(problems).toEqual([]);
    expect(
      entries.map(({ path, value, span, alias }) => [path.join('/'), value, span.line, alias?.line]),
    ).toEqual([
      ['base/a', 1, 2, undefined],
      ['base/c', 2, 3, undefined],
      ['use/c', 3, 6, undefined],
      ['use/a', 1, 2, 5],
      ['list/0/a', 1, 2, 7],
      ['list/0/c', 2, 3, 7],
    ]);
    // An anchor that is set again counts from there.
    expect(found(readYamlText('a: &x 1\nb: *x\nc: &x 2\nd: *x\n').entries).map(([, value]) => value)).toEqual(
      [1, 1, 2, 2],
    );
  });

  it('names tags, keys that are there twice, and other documents', () => {
    expect(readYamlText('secret: !secret oidc\n').entries[0]).toMatchObject({
      value: 'oidc',
      tag: '!secret',
    });
    const codes = (text: string) => readYamlText(text).problems.map(({ code, span }) => [code, span.line]);
    expect(codes('a: 1\na: 2\n')).toEqual([['yaml-key-twice', 2]]);
    expect(codes('a: 1\n---\nb: 2\n')).toEqual([['yaml-several-documents', 2]]);
    expect(codes('a: *none\n')).toEqual([['yaml-no-anchor', 1]]);
    expect(codes('a: 1\n\tb: 2\n')[0]![1]).toBe(2);
    expect(codes('? [a]\n: 1\n')).toEqual([['yaml-key-not-text', 1]]);
  });
});

describe('a compose file', () => {
  it('is read as it was written: every text, with its dollar signs', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), (texts) => {
        const variables = texts.map((value, index) => ({ name: `V${index}`, value }));
        const text = linesToText(composeLines('app', variables, 'a comment'));
        const { entries, problems, services } = readCompose(text);
        expect([problems, services]).toEqual([[], ['app']]);
        // Half a character can't be written.
        expect(entries.map(({ path, value, interpolates }) => [path[0], value, interpolates])).toEqual(
          variables.map(({ name, value }) => [name, value.replace(/\p{Surrogate}/gu, '\ufffd'), undefined]),
        );
      }),
      { numRuns: 200 },
    );
  });

  const FILE = `x-env: &common
  TZ: UTC
services:
  web:
    image: x
    env_file: [ .env, { path: ./web.env, required: false } ]
    environment:
      <<: *common
      ISSUER: https://\${HOST}/x
      PRICE: 5$$
      DEBUG: true
      FROM_SHELL:
  db:
    env_file: db.env
    environment:
      - POSTGRES_USER=me
      - QUOTED="in quotes"
      - INHERITED
      - "WITH=an = sign"
`;
  it('has an environment as a map or a list, and files, by service', () => {
    const { entries, env_files, problems, services } = readCompose(FILE);
    expect([problems, services]).toEqual([[], ['web', 'db']]);
    expect(env_files.map(({ service, file, span }) => [service, file, span.line])).toEqual([
      ['web', '.env', 6],
      ['web', './web.env', 6],
      ['db', 'db.env', 14],
    ]);
    expect(
      entries.map(({ service, path, value, inList, interpolates, span }) => [
        service,
        path[0],
        value,
        inList,
        interpolates,
        span.line,
      ]),
    ).toEqual([
      ['web', 'ISSUER', 'https://${HOST}/x', false, ['HOST'], 9],
      ['web', 'PRICE', '5$', false, undefined, 10],
      ['web', 'DEBUG', 'true', false, undefined, 11],
      ['web', 'FROM_SHELL', null, false, undefined, 12],
      ['web', 'TZ', 'UTC', false, undefined, 2],
      ['db', 'POSTGRES_USER', 'me', true, undefined, 16],
      ['db', 'QUOTED', '"in quotes"', true, undefined, 17],
      ['db', 'INHERITED', null, true, undefined, 18],
      ['db', 'WITH', 'an = sign', true, undefined, 19],
    ]);
  });

  it('keeps JSON in a variable in three layers, with the places of all of them', () => {
    const json = '{"apps":[{"client_id":"abc","secret":"x$y"}]}';
    const text = `services:\n  app:\n    environment:\n      PROVIDERS: '${json.replaceAll('$', '$$$$')}'\n      PLAIN: '{"id": 7}'\n`;
    const { entries } = readCompose(text);
    const [first, second] = entries;
    const inner = readJsonInside(text, first!)!;
    expect(found(inner.entries)).toEqual(leavesOf(JSON.parse(json)));
    const number = readJsonInside(text, second!)!.entries[0]!;
    expect([number.value, written(text, number), number.span.line]).toEqual([7, '7', 5]);
    expect(sorted(found(inner.entries)).length).toBe(2);
    expect(readJsonInside(text, { ...second!, value: 'no json' })).toBeUndefined();
  });

  it('says what is no variable', () => {
    const { problems } = readCompose(
      'services:\n  a:\n    environment:\n      X: [1]\n  b:\n    environment:\n      - "=1"\n',
    );
    expect(problems.map(({ code, span }) => [code, span.line])).toEqual([
      ['compose-variable-not-text', 4],
      ['compose-no-variable', 7],
    ]);
  });
});
