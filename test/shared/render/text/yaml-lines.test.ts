import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import {
  block,
  blockOfLines,
  emitYaml,
  entry,
  inline,
  item,
  map,
  seq,
  tagged,
  type YamlNode,
} from '../../../../shared/render/text/yaml-lines.ts';

const textOf = (lines: readonly { text: string }[]) => `${lines.map((line) => line.text).join('\n')}\n`;

const NASTY = [
  '',
  ' ',
  ' leading',
  'trailing ',
  '\ttab',
  'a: b',
  'a #b',
  '#',
  '---',
  '...',
  '- x',
  '? x',
  "it's",
  '"quoted"',
  '\\n',
  'a\nb',
  'a\r\nb\n',
  '\u0000\u0007\u001b[31m',
  '\u0085\u2028\u2029\ufeff',
  '\u202eevil',
  '\ufffe\uffff',
  '👩‍👩‍👧',
  'yes',
  'NO',
  'on',
  'y',
  '~',
  'null',
  '0o17',
  '017',
  '1e3',
  '12:30:45',
  '2024-01-01',
  '<<',
  '=',
  '!tag',
  '&a',
  '*a',
  '%TAG',
  '@x',
  '`x`',
  '{a}',
  '[a]',
  '$pbkdf2-sha512$310000$a.b/c',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what compose would expand
  '${HOME}',
  '$$',
  '.inf',
  '0x1F',
  '1_000',
];

interface Pair {
  readonly node: YamlNode;
  readonly value: unknown;
}

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...NASTY));
const leaf: fc.Arbitrary<Pair> = fc.oneof(
  text.map((value) => ({ node: value, value })),
  text.map((value) => ({ node: block(value), value })),
  fc
    .array(fc.string({ unit: 'grapheme' }), { minLength: 1 })
    .map((lines) => lines.join('\n'))
    .map((value) => ({ node: block(value), value })),
  fc.boolean().map((value) => ({ node: value, value })),
  fc.maxSafeInteger().map((value) => ({ node: value, value: value + 0 })),
);
const tree = fc.letrec<{ any: Pair; map: Pair; seq: Pair }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, leaf, tie('map'), tie('seq')),
  map: fc
    .uniqueArray(fc.tuple(text, tie('any'), fc.option(text)), { selector: ([key]) => key, maxLength: 4 })
    .map((entries) => ({
      node: map(
        ...entries.map(([key, pair, comment]) =>
          entry(key, pair.node, comment === null ? {} : { comment, gap: comment.length % 2 === 0 }),
        ),
      ),
      value: new Map(entries.map(([key, pair]) => [key, pair.value])),
    })),
  seq: fc.array(fc.tuple(tie('any'), fc.option(text)), { maxLength: 4 }).map((items) => ({
    node: seq(items.map(([pair, comment]) => item(pair.node, comment === null ? {} : { comment }))),
    value: items.map(([pair]) => pair.value),
  })),
}));

describe('emitYaml', () => {
  it.each(['1.1', '1.2'] as const)('gives back any tree under the %s core', (version) => {
    fc.assert(
      fc.property(tree.map, ({ node, value }) => {
        const written = textOf(emitYaml(node as ReturnType<typeof map>));
        const documents = parseAllDocuments(written, { version });
        expect(documents.length).toBeLessThanOrEqual(1);
        const read = parse(written, { version, mapAsMap: true }) ?? new Map();
        expect(read).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['1.1', '1.2'] as const)('quotes what a reader could take for something else (%s)', (version) => {
    const written = textOf(emitYaml(map(entry('v', seq(NASTY)), ...NASTY.map((key) => entry(key, key)))));
    const read = parse(written, { version, mapAsMap: true }) as Map<string, unknown>;
    expect(read.get('v')).toEqual(NASTY);
    for (const key of NASTY) expect(read.get(key)).toBe(key);
  });

  it('escapes everything that a strict reader refuses or that could hide text', () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCharCode(code));
    const written = textOf(
      emitYaml(map(entry('v', all.join('')), entry('w', true, { comment: all.join('') }))),
    );
    expect(written).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/,
    );
    expect((parse(written) as { v: string }).v).toBe(all.join(''));
  });

  it('replaces half a surrogate pair, which no UTF-8 file can hold', () => {
    expect(emitYaml(map(entry('v', 'a\ud800b')))).toEqual([{ text: "v: 'a\ufffdb'" }]);
  });

  it('writes single quotes, plain booleans and integers, and the words of keys as they are', () => {
    const lines = emitYaml(
      map(
        entry('client_id', 'memos'),
        entry('public', false),
        entry('iterations', 310_000),
        entry('default-role', map(entry('name', "it's"))),
        entry('yes', 'no'),
        entry('empty', seq([])),
        entry('none', map()),
      ),
    );
    expect(lines.map((line) => line.text)).toEqual([
      "client_id: 'memos'",
      'public: false',
      'iterations: 310000',
      'default-role:',
      "  name: 'it''s'",
      "'yes': 'no'",
      'empty: []',
      'none: {}',
    ]);
  });

  it('keeps comments, gaps, reasons and marks where they were put', () => {
    const why = { text: 'because' };
    const lines = emitYaml(
      map(
        entry(
          'clients',
          seq([
            item(
              map(
                entry('client_id', 'a', { comment: 'first', why }),
                entry(
                  'redirect_uris',
                  seq([item('https://a/', { why }), item('http://b/', { mark: 'test', comment: 'remove' })]),
                ),
              ),
              { gap: true },
            ),
          ]),
          { why },
        ),
      ),
    );
    expect(lines).toEqual([
      { text: 'clients:', why },
      { text: '' },
      { text: '  # first' },
      { text: "  - client_id: 'a'", why },
      { text: '    redirect_uris:' },
      { text: "      - 'https://a/'", why },
      { text: '      # remove', mark: 'test' },
      { text: "      - 'http://b/'", mark: 'test' },
    ]);
  });

  it('writes PEM as a literal block and nests rendered lines with their reasons', () => {
    const inner = emitYaml(map(entry('a', 'b', { why: { text: 'inner' } }), entry('c', true, { gap: true })));
    const lines = emitYaml(
      map(entry('key', block('-----BEGIN\nabc\n-----END\n')), entry('file', blockOfLines(inner))),
    );
    expect(lines).toEqual([
      { text: 'key: |' },
      { text: '  -----BEGIN' },
      { text: '  abc' },
      { text: '  -----END' },
      { text: 'file: |' },
      { text: "  a: 'b'", why: { text: 'inner' } },
      { text: '' },
      { text: '  c: true' },
    ]);
    expect(parse(textOf(lines))).toEqual({ key: '-----BEGIN\nabc\n-----END\n', file: "a: 'b'\n\nc: true\n" });
  });

  it('quotes inside tags only where a word needs it', () => {
    const lines = emitYaml(
      map(
        entry('k', tagged('!Find', ['authentik_core.group', ['name', 'my, [group]']])),
        entry('p', tagged('!KeyOf', 'app')),
      ),
    );
    expect(lines.map((line) => line.text)).toEqual([
      "k: !Find [authentik_core.group, [name, 'my, [group]']]",
      'p: !KeyOf app',
    ]);
  });

  it('writes a map on one line', () => {
    const target = tagged('!Find', ['authentik_core.application', ['slug', 'a b']]);
    const lines = emitYaml(
      map(
        entry(
          'k',
          seq([
            item(inline(['target', target], ['order', -1], ['user', null])),
            item(inline(['on', [true, 'x: y', tagged('!Context', 'a')]], ['more', inline(['a', 'b'])])),
          ]),
        ),
        entry('n', null),
      ),
    );
    expect(lines.map((line) => line.text)).toEqual([
      'k:',
      "  - {target: !Find [authentik_core.application, [slug, 'a b']], order: -1, user: null}",
      "  - {'on': [true, 'x: y', !Context a], more: {a: 'b'}}",
      "'n': null",
    ]);
    const found = ['authentik_core.application', ['slug', 'a b']];
    expect(parse(textOf(lines), { logLevel: 'error' })).toEqual({
      k: [
        { target: found, order: -1, user: null },
        { on: [true, 'x: y', 'a'], more: { a: 'b' } },
      ],
      n: null,
    });
  });

  it('refuses numbers that readers disagree on', () => {
    expect(() => emitYaml(map(entry('a', 1.5)))).toThrow('whole number');
    expect(() => emitYaml(map(entry('a', Number.NaN)))).toThrow('whole number');
  });
});
