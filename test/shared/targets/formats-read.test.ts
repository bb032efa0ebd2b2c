import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TREE_FORMATS } from '../../../shared/profile/formats.ts';
import { shellLine } from '../../../shared/shell.ts';
import { readCommand } from '../../../shared/targets/command.ts';
import { readHttp } from '../../../shared/targets/http.ts';
import { readPhp } from '../../../shared/targets/php.ts';
import { readPython } from '../../../shared/targets/python.ts';
import { MAX_TEXT } from '../../../shared/targets/reading.ts';
import { readRuby } from '../../../shared/targets/ruby.ts';
import { readSource, treeAt } from '../../../shared/targets/sources.ts';
import { readXml } from '../../../shared/targets/xml.ts';
import { timeOf } from '../../helpers/processor-time.ts';
import { anyFile, asTexts, treeIn } from '../../helpers/synthetic-files.ts';
import { anyText } from '../../helpers/synthetic-profile.ts';

const TEXTS = ['ini', 'xml'];
/** In XML, a list of one and its entry look the same, and so do an empty list, an empty map and an empty text. */
const asElements = (node: unknown): unknown => {
  if (Array.isArray(node))
    return node.length === 0 ? '' : node.length === 1 ? asElements(node[0]) : node.map(asElements);
  if (typeof node !== 'object' || node === null) return String(node);
  const entries = Object.entries(node);
  return entries.length === 0 ? '' : Object.fromEntries(entries.map(([key, one]) => [key, asElements(one)]));
};

/** What a file may be full of. */
const HOSTILE = [
  '[',
  '{"a":',
  'a=1\n',
  '$a = [',
  "a = '\\''\n",
  '"',
  "'",
  '\\',
  ' ',
  '\n',
  '# x\n',
  '/*',
  'a[',
  '-',
  ':a',
  'a.',
  '<a>',
  '<a b="',
  '<!--',
  '&amp;',
];

// The real programs read the same files in programs.lab.test.ts.
describe.each(TREE_FORMATS)('a file in %s', (format) => {
  it('is read as what it was written from', () => {
    let rendered = 0;
    fc.assert(
      fc.property(anyFile(format), (file) => {
        if (file === undefined || file.values.length === 0) return;
        rendered++;
        const { entries, problems } = readSource({ name: 'app', format, text: file.text }, []);
        expect(problems).toEqual([]);
        const normal =
          format === 'xml' ? asElements : TEXTS.includes(format) ? asTexts : (node: unknown) => node;
        const wanted =
          format === 'ini'
            ? treeIn(file, (path, value) => [path, typeof value === 'object' ? JSON.stringify(value) : value])
            : treeIn(file);
        expect(normal(treeAt(entries, []))).toEqual(normal(wanted));
        for (const { span } of entries) expect(span.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 150 },
    );
    expect(rendered).toBeGreaterThan(40);
  });

  it.each(HOSTILE)('ends in under a second, whatever it holds: %j', (part) => {
    for (const before of ['', 'a = ', '$a = ']) {
      const text = (before + part.repeat(MAX_TEXT / part.length)).slice(0, MAX_TEXT);
      const taken = timeOf(() => readSource({ name: 'app', format, text }, []), 1000);
      expect(taken, JSON.stringify([before, part])).toBeLessThan(1000);
    }
  });
});

describe('code', () => {
  const values = ({ entries }: ReturnType<typeof readPhp>) =>
    entries.map(({ path, value }) => [path.join('/'), value]);
  const problems = ({ problems: all }: ReturnType<typeof readPhp>) =>
    all.map(({ code, span }) => [code, span.line]);

  it('that is PHP is read as far as it is literal', () => {
    const read = readPhp(
      "<?php\n$CONFIG = array (\n  'a' => 'it\\'s', // why\n  'list' => array('x', \"y\\n\"),\n  'on' => TRUE,\n);\n$b = getenv('B');\n$c = \"$b\";\n$d['e'] = 5;\n",
    );
    expect(values(read)).toEqual([
      ['CONFIG/a', "it's"],
      ['CONFIG/list/0', 'x'],
      ['CONFIG/list/1', 'y\n'],
      ['CONFIG/on', true],
      ['d/e', 5],
    ]);
    expect(problems(read)).toEqual([
      ['not-literal', 7],
      ['not-literal', 8],
    ]);
  });

  it('that is Python is read as far as it is literal and sure to run', () => {
    const read = readPython(
      "import os\nA = 'x'  # why\nB = ('a' 'b')\nC = r'\\d' \"e\"\nc.X.y = {'k': [1, True, None]}\nD = os.environ['D']\nE = f'{A}'\nif A:\n    F = 'no'\n",
    );
    expect(values(read)).toEqual([
      ['A', 'x'],
      ['C', '\\de'],
      ['c.X.y/k/0', 1],
      ['c.X.y/k/1', true],
      ['c.X.y/k/2', null],
    ]);
    expect(problems(read)).toEqual([
      ['code-not-read', 1],
      ['not-literal', 3],
      ['not-literal', 6],
      ['not-literal', 7],
      ['code-not-read', 8],
      ['code-not-read', 9],
    ]);
  });

  it('that is Ruby is read as far as it is literal', () => {
    const read = readRuby(
      "external_url 'https://x'\ngitlab_rails['a'] = [{ name: 'n', \"k\" => :sym, on: true }]\ngitlab_rails['b'] = \"#{x}\"\n",
    );
    expect(values(read)).toEqual([
      ['gitlab_rails/a/0/name', 'n'],
      ['gitlab_rails/a/0/k', 'sym'],
      ['gitlab_rails/a/0/on', true],
    ]);
    expect(problems(read)).toEqual([
      ['code-not-read', 1],
      ['not-literal', 3],
    ]);
  });
});

describe('a command', () => {
  it('is read as the arguments that it was written from', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), (words) => {
        const plain = words.map((word) => word.replaceAll('\0', ''));
        const { entries, problems } = readCommand(`# why\n${shellLine(['occ', ...plain])}\n`);
        expect(problems).toEqual([]);
        expect(entries.map(({ value }) => value)).toEqual(['occ', ...plain]);
      }),
      { numRuns: 300 },
    );
    const { entries } = readCommand('curl -H "X: $TOKEN" \\\n  "https://a/b" ; echo `id`');
    expect(entries.map(({ path, value, interpolates }) => [path.join('/'), value, interpolates])).toEqual([
      ['0/0', 'curl', undefined],
      ['0/1', '-H', undefined],
      ['0/2', 'X: $TOKEN', ['TOKEN']],
      ['0/3', 'https://a/b', undefined],
      ['1/0', 'echo', undefined],
      ['1/1', '`id`', ['a command']],
    ]);
  });

  it('of curl is read as the body that it sends', () => {
    const body = { a: 'it’s', b: [true, { c: 1 }] };
    for (const text of [
      JSON.stringify(body),
      `curl -X POST https://a/b -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
    ])
      expect(treeAt(readHttp(text).entries, [])).toEqual(body);
    expect(readHttp('curl https://a/b').entries).toEqual([]);
  });
});

describe('XML', () => {
  it('has each value with its place, attributes and lists, too', () => {
    const text =
      '<?xml version="1.0"?>\n<!-- <no>tag</no> -->\n<a b="1 > 0">\n  <c><![CDATA[x < y]]></c>\n  <d>1</d>\n  <d>&amp;</d>\n  <e/>\n</a>\n';
    const { entries, problems } = readXml(text);
    expect(problems).toEqual([]);
    expect(entries.map(({ path, value, key }) => [path.join('/'), value, key.line])).toEqual([
      ['a/@b', '1 > 0', 3],
      ['a/c', 'x < y', 4],
      ['a/d/0', '1', 5],
      ['a/d/1', '&', 6],
      ['a/e', '', 7],
    ]);
    const written = ({ span }: (typeof entries)[number]) =>
      text.slice(span.offset, span.offset + span.length);
    expect(entries.slice(2).map(written)).toEqual(['1', '&amp;', '']);
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY b "x">]>\n<a>&b;</a>', 'xml-doctype', 1],
    ['<a>\n<b>\n</a>', 'xml-broken', 3],
    ['<a>'.repeat(100) + '</a>'.repeat(100), 'xml-too-deep', 1],
  ])('%j is refused', (text, code, line) => {
    const { entries, problems } = readXml(text);
    expect(entries).toEqual([]);
    expect(problems.map((one) => [one.code, one.span.line])).toEqual([[code, line]]);
  });
});
