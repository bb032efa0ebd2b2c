// @vitest-environment jsdom
import fc from 'fast-check';
import { parse as readToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import type { TREE_FORMATS } from '../../../shared/profile/formats.ts';
import { anyFile, asTexts, treeIn } from '../../helpers/synthetic-files.ts';
import { HOSTILE, missingIn, readSynthetic, renderSynthetic } from '../../helpers/synthetic-profile.ts';

/** The browser's own reader of XML. */
function readXml(text: string): unknown {
  const { documentElement: root } = new DOMParser().parseFromString(text, 'text/xml');
  const read = (element: Element): unknown => {
    if (element.children.length === 0) return element.textContent;
    const names = [...new Set([...element.children].map(({ tagName }) => tagName))];
    return Object.fromEntries(
      names.map((name) => {
        const all = [...element.children].filter(({ tagName }) => tagName === name).map(read);
        return [name, all.length === 1 ? all[0] : all];
      }),
    );
  };
  return { [root.tagName]: read(root) };
}

const asIs = (node: unknown): unknown => node;

const READERS: readonly (readonly [
  format: (typeof TREE_FORMATS)[number],
  read: (text: string) => unknown,
  normal: (node: unknown) => unknown,
])[] = [
  ['yaml', (text) => readYaml(text), asIs],
  ['json', (text) => JSON.parse(text), asIs],
  ['toml', (text) => readToml(text), asIs],
  ['xml', readXml, asTexts],
];

// The other formats are read by their own programs in programs.lab.test.ts.
describe('a file of any profile that the rules let through', () => {
  it.each(READERS)('is read back as it was given: %s', (format, read, normal) => {
    let rendered = 0;
    fc.assert(
      fc.property(anyFile(format), (file) => {
        if (file === undefined) return;
        rendered++;
        if (file.values.length > 0) expect(normal(read(file.text))).toEqual(normal(treeIn(file)));
      }),
      { numRuns: 200 },
    );
    expect(rendered).toBeGreaterThan(60);
  });

  it('says in the guide which value a format can’t hold, and only then', () => {
    const missing = (format: string, value: string) => {
      const read = readSynthetic([
        { file: 'app.x', format, place: 'there', keys: { 'a/b': '{settings.v0}' } },
      ]);
      if (!read.ok) throw new Error('refused');
      return missingIn(renderSynthetic(read.profile, { v0: value }), 'file-values').length > 0;
    };
    const never = ['yaml', 'json', 'toml', 'php', 'python', 'ruby'];
    for (const format of never) expect(HOSTILE.filter((one) => missing(format, one))).toEqual([]);
    expect(HOSTILE.filter((one) => missing('xml', one))).toEqual(['\u0000\u0001\u001b[31m\u007f']);
    const plain = ['https://a.example.com/x?y=z&a=b', "it's", '100%', '$HOME', 'a = b', '[x]', 'a\\b', '{x}'];
    expect(plain.filter((one) => missing('ini', one))).toEqual([]);
    const unlike = ['"x"', "'x'", '`x`', 'a;b', 'a # b', ' x', 'x ', 'a\nb', 'a\\', 'a\\\\b'];
    expect(unlike.filter((one) => missing('ini', one))).toEqual(unlike);
  });
});
