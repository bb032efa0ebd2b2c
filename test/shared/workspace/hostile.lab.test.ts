import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeWorkspaceValue, setWorkspaceValue } from '../../../shared/workspace/edit.ts';
import {
  type ParsedWorkspace,
  parseWorkspace,
  parseWorkspaceBytes,
} from '../../../shared/workspace/parse.ts';
import { MAX_BYTES } from '../../../shared/workspace/yaml-reader.ts';
import { timeOf } from '../../helpers/processor-time.ts';

const HEAD = 'latchkey: 1\nid: abc\n';
const fill = (piece: string, bytes = MAX_BYTES): string => piece.repeat(Math.floor(bytes / piece.length));

/** Checks that parsing takes less than a second and that the problems are short enough to read. */
function bounded(input: string | Uint8Array): ParsedWorkspace {
  const parse = () => (typeof input === 'string' ? parseWorkspace(input) : parseWorkspaceBytes(input));
  const parsed = parse();
  expect(timeOf(parse, 1000)).toBeLessThan(1000);
  expect(parsed.problems.length).toBeLessThanOrEqual(101);
  for (const problem of parsed.problems) expect(JSON.stringify(problem).length).toBeLessThan(3000);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  return parsed;
}

const firstCode = (input: string | Uint8Array): string | undefined => bounded(input).problems[0]?.code;
const codes = (input: string): string[] => bounded(input).problems.map((problem) => problem.code);
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)),
  );

describe('hostile workspace files', () => {
  it('warm up the parser', () => {
    expect(parseWorkspace(HEAD).ok).toBe(true);
  });

  it('too big', () => {
    expect(firstCode('a'.repeat(10_000_000))).toBe('file-too-big');
    expect(firstCode(new Uint8Array(10_000_000))).toBe('file-too-big');
    expect(firstCode(new Uint8Array(MAX_BYTES + 1))).toBe('file-too-big');
  });

  it.each([
    ['brackets', `a: ${'['.repeat(10_000)}`],
    ['closed brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a mebibyte of brackets', fill('[')],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', fill('- ')],
    ['question marks', fill('? ')],
    ['colons', fill(': ')],
    ['indentation', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('deep nesting: %s', (_, text) => {
    expect(firstCode(text)).toBe('yaml-too-deep');
  });

  it('cycles and bombs of aliases', () => {
    expect(codes(`${HEAD}providers: &a\n  home: *a\n`)).toContain('alias');
    const bomb = `${HEAD}a: &a [x, x]\n${Array.from({ length: 25 }, (_, i) => `${'b'.repeat(i + 1)}: &n${i} [${i === 0 ? '*a, *a' : `*n${i - 1}, *n${i - 1}`}]`).join('\n')}\n`;
    expect(codes(bomb)).toContain('alias');
    expect(codes(`${HEAD}x: [${'*a,'.repeat(20_000)}]`)).toContain('alias');
  });

  it('merge keys, tags, directives and several documents', () => {
    expect(
      codes(`${HEAD}providers:\n  home:\n    <<: {kind: oidc}\n    url: https://a.example.com\n`),
    ).toContain('merge-key');
    expect(codes(`${HEAD}name: !evil x\n`)).toEqual(['yaml-tag-resolve-failed']);
    expect(codes(`${HEAD}name: !!js/function "x"\n`)).toEqual(['yaml-tag-resolve-failed']);
    expect(codes(`%YAML 1.1\n---\n${HEAD}`)).toEqual(['yaml-directive']);
    expect(codes(`%TAG ! tag:x,2000:\n---\n${HEAD}`)).toEqual(['yaml-directive']);
    expect(codes(`${HEAD}---\nid: other\n`)).toEqual(['yaml-multiple-docs']);
    expect(bounded(`---\n${HEAD}...\n`).ok).toBe(true);
    expect(firstCode(fill('---\n', 400_000))).toMatch(/^yaml-/);
  });

  it('keys of prototypes', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      for (const text of [
        `${HEAD}${key}: {polluted: yes}\n`,
        `${HEAD}providers: {${key}: {polluted: yes}}\n`,
        `${HEAD}providers: {${key}: {kind: oidc, url: https://a.example.com}}\n`,
        `{"latchkey": 1, "id": "a", "apps": {"${key}": {"${key}": {"polluted": true}}}}`,
        `${HEAD}"${key}": {"${key}": {polluted: 1}}\n`,
      ]) {
        expect(codes(text)).toContain('reserved-id');
      }
    }
    expect(
      codes(`${HEAD}apps: {m: {kind: memos, url: https://m.example.com, provider: toString}}\n`),
    ).toEqual(['unknown-provider']);
    expect(codes(`${HEAD}apps: {m: {kind: toString, url: https://m.example.com, provider: x}}\n`)).toContain(
      'unknown-kind',
    );
  });

  it('duplicate keys', () => {
    expect(codes(`${HEAD}id: other\n`)).toEqual(['duplicate-key']);
    expect(
      codes(`${HEAD}providers:\n  a: {kind: oidc, kind: oidc, url: https://a.example.com}\n  a: {}\n`),
    ).toEqual(['duplicate-key', 'duplicate-key']);
    expect(codes(`${HEAD}${fill('id: x\n', 100_000)}`)).toHaveLength(101);
  });

  it('very many keys', () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, index) => `k${index}: 1`).join('\n');
    expect(firstCode(keys(90_000))).toBe('yaml-too-many');
    expect(firstCode(keys(100_000))).toMatch(/^(?:yaml-too-many|file-too-big)$/);
    expect(codes(`${HEAD}${keys(20_000)}`)).toHaveLength(101);
    const apps = Array.from(
      { length: 3000 },
      (_, index) => `  a${index}: {kind: memos, url: https://m.example.com, provider: nope${index}}`,
    );
    expect(codes(`${HEAD}apps:\n${apps.join('\n')}\n`)).toHaveLength(101);
  });

  it('a valid workspace of 1,000 apps', () => {
    const apps = Array.from(
      { length: 1000 },
      (_, index) =>
        `  a${index}:\n    kind: memos\n    url: https://m${index}.example.com\n    provider: home\n    version: 0.30\n    client_id: c${index}\n`,
    );
    const parsed = bounded(
      `${HEAD}providers:\n  home: {kind: oidc, url: https://a.example.com}\napps:\n${apps.join('')}`,
    );
    expect(parsed.ok && Object.keys(parsed.workspace.apps)).toHaveLength(1000);
  });

  it('control characters, lone surrogates, lone carriage returns', () => {
    expect(codes(`${HEAD}name: a\u0000b\n`)).toEqual(['yaml-control']);
    expect(codes(`${HEAD}name: a\u001b[31mb\n`)).toEqual(['yaml-control']);
    expect(bounded(`${HEAD}name: a\u001b[31mb\n`).problems[0]?.excerpt).not.toContain('\u001b');
    expect(codes(`${HEAD}name: a\ud800b\n`)).toEqual(['yaml-lone-surrogate']);
    expect(codes(`${HEAD}name: a\udc00\ud800b\n`)).toEqual(['yaml-lone-surrogate', 'yaml-lone-surrogate']);
    expect(codes(`${HEAD}name: "\\ud800"\n`)).toEqual(['lone-surrogate']);
    expect(bounded(`${HEAD}name: 😀\n`).ok).toBe(true);
    expect(codes('latchkey: 1\rid: abc\r')).toEqual(['yaml-lone-cr', 'yaml-lone-cr']);
    expect(codes(`${HEAD}\ufeffname: x\n`)).toEqual(['yaml-control']);
    expect(bounded(`${HEAD}nmae: a\u202eb\n`).problems[0]?.excerpt).not.toContain('\u202e');
  });

  it('tabs', () => {
    expect(codes(`${HEAD}providers:\n\thome:\n\t\tkind: oidc\n`)).toContain('yaml-tab-as-indent');
    expect(bounded(`${HEAD}name:\tx\t# c\n`).ok).toBe(true);
  });

  it('other encodings', () => {
    expect(bounded(bytes([0xff, 0xfe], 'latchkey')).problems[0]?.message).toContain('UTF-16');
    const latin1 = bytes(`${HEAD}name: M`, [0xfc], 'ller\n');
    expect(bounded(latin1).problems[0]).toMatchObject({
      code: 'not-utf-8',
      line: 3,
      column: 8,
      message: expect.stringContaining('0xfc'),
    });
    for (const bad of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
      expect(bounded(bytes(HEAD, [...bad])).problems[0]).toMatchObject({
        code: 'not-utf-8',
        line: 3,
        column: 1,
      });
    }
    expect(firstCode(bytes('l\u0000a\u0000t\u0000c\u0000h\u0000'))).toBe('yaml-control');
    // A secret before the invalid byte stays hidden.
    expect(JSON.stringify(bounded(bytes('client_secret: hunter2', [0xff])))).not.toContain('hunter2');
  });

  it.each(
    [
      'a:\n',
      '\t',
      'a: @\n',
      '#\n',
      '\r\n',
      ',',
      '[],',
      ' ',
      ':',
      '"',
      "'",
      '!',
      '! ',
      '&a ',
      '*a ',
      '@',
      '...\n',
      '}',
      'a: }\n',
      'a: |\n',
      '%X\n',
      '\\',
      'a: "\\q',
      '\n',
      'secret',
      'secret: x\n',
      'secret: x ',
      '@:',
      '://',
      'a:b@',
      '$2',
      '-----BEGIN PRIVATE KEY-----',
      '\u00e9',
      '{',
      '<<: 1\n',
      '- a\n',
      'password:\n',
    ].flatMap((piece) => [
      [piece, fill(piece)] as const,
      [`[${piece}`, `[${fill(piece, MAX_BYTES - 1)}`] as const,
      [`a: "${piece}`, `a: "${fill(piece, MAX_BYTES - 5)}"`] as const,
    ]),
  )('a mebibyte of %j', (_, text) => {
    expect(bounded(text).ok).toBe(false);
  });

  it('an edit meets the same bounds', () => {
    for (const text of [fill('['), `a: ${'['.repeat(10_000)}`, 'a'.repeat(MAX_BYTES + 1), fill('a: 1\n')]) {
      expect(setWorkspaceValue(text, ['a'], 'x').ok).toBe(false);
      expect(removeWorkspaceValue(text, ['a']).ok).toBe(false);
      const both = (): void => {
        setWorkspaceValue(text, ['a'], 'x');
        removeWorkspaceValue(text, ['a']);
      };
      expect(timeOf(both, 2000)).toBeLessThan(2000);
    }
  });

  it('anything at all, without throwing', () => {
    const pieces = fc.constantFrom(
      'latchkey: 1\n',
      'id: a\n',
      'providers:\n',
      '  home:\n',
      '    kind: oidc\n',
      'apps:',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ':',
      '&a',
      '*a',
      '!x',
      '|',
      '>',
      '"',
      "'",
      '#',
      '%',
      '---\n',
      '...\n',
      '\t',
      '\r',
      '<<',
      '?',
      ',',
      '__proto__',
      'secret: ',
      '@',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          bounded(text);
          bounded(`${HEAD}${text}`);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (input) => void bounded(input)));
  });
});
