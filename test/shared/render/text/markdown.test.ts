import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, code, fence, link, paragraphs, prose } from '../../../../shared/render/text/markdown.ts';
import { MARKUP, readMarkdown } from '../../../helpers/markdown.ts';

/** Words and the characters of mark-up, in any order. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\\`*_{}[]()#+-.!|<>~&;:=@/"\'$^1 \n\t',
        'a',
        'b',
        '<!--',
        '&lt;',
        '---',
        '```',
        '~~',
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

const seen = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Where text is put: the page around it, and the same page with a word. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  'a heading': (text) => `# ${prose(text)}\n\nEnd.\n`,
  'a paragraph': (text) => `${prose(text)}\n\nEnd.\n`,
  'the middle of a paragraph': (text) => `See ${prose(text)} and ${prose(text)}.\nEnd.\n`,
  'bold words': (text) => `Say **x ${prose(text)} x** and end.\n`,
  'a list item': (text) => `- ${prose(text)}\n- ${prose(text)}\n\nEnd.\n`,
  'a cell': (text) => `| a | b |\n| --- | --- |\n| x ${cell(prose(text))} | y |\n| z | z |\n`,
  'a code span': (text) => `Is ${code(text)}, ${code(text)}.\n`,
  'a code span in a cell': (text) => `| a | b |\n| --- | --- |\n| ${cell(code(text))} | y |\n`,
};

function expectShown(place: (text: string) => string, text: string): void {
  const page = place(text);
  const { marks, text: shown } = readMarkdown(page);
  expect(marks, page).toEqual(readMarkdown(place('word')).marks);
  expect(shown, page).toContain(seen(text));
}

describe.each(Object.entries(PLACES))('foreign text in %s', (name, place) => {
  const word = (text: string) => (seen(text) === '' ? 'word' : text);

  it.each(MARKUP.map((text) => [text]))('%j is shown and does not act', (text) => {
    expectShown(place, text);
  });

  it('is shown and does not act, whatever it is', () => {
    // A code span keeps white space that the reader folds, so only its ends are compared there.
    fc.assert(
      fc.property(anyText, (text) => expectShown(place, word(text))),
      { numRuns: name.includes('code') ? 500 : 1_000 },
    );
  });
});

describe('paragraphs', () => {
  it.each(MARKUP.map((text) => [text]))('%j begins no block of its own', (text) => {
    const page = `${paragraphs(`Word ${text}\n\n${text}`)}\n`;
    const { marks } = readMarkdown(page);
    expect(new Set(marks), page).toEqual(new Set(['paragraph_open p', 'paragraph_close p']));
  });
});

describe('fence', () => {
  it('holds any lines, each as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const page = `- V:\n\n${fence(text, '  ')}\n\nEnd.\n`;
        expect(readMarkdown(page).marks).toEqual(readMarkdown(`- V:\n\n${fence('a', '  ')}\n\nEnd.\n`).marks);
        expect(readMarkdown(page).text).toContain(seen(text));
      }),
    );
  });
});

describe('link', () => {
  it('leads to the address itself, or is no link', () => {
    expect(readMarkdown(link('https://id.example.com/if/admin/#/core;%7B%22a%22%3Atrue%7D')).marks).toContain(
      'link_open a',
    );
    for (const text of [
      'https://id.example.com/<script>alert(1)</script>',
      'https://id.example.com/ onmouseover=x',
      'javascript:alert(1)',
      'https://a.example/>x',
      '<!-- ',
    ]) {
      const { marks, text: shown } = readMarkdown(link(text));
      expect(marks).toEqual(['paragraph_open p', 'code_inline code', 'paragraph_close p']);
      expect(shown).toBe(seen(text));
    }
  });
});

describe('what is written', () => {
  it.each([
    ['plain words, 100 % of them.', 'plain words, 100 % of them.'],
    ['a  b\n c ', 'a b c'],
    ['snake_case_name', 'snake_case_name'],
    ['_a_ b_ _c', '\\_a\\_ b\\_ \\_c'],
    ['__init__.py', '\\_\\_init\\_\\_.py'],
    ['a & b &copy; &#60; &#x3e; &c', 'a & b \\&copy; \\&#60; \\&#x3e; &c'],
    ['<b> `c` *d* [e](f) ~g~ h\\', '\\<b> \\`c\\` \\*d\\* \\[e](f) \\~g\\~ h\\\\'],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['1.', '1\\.'],
    ['0.30 of 1. and 2) here', '0.30 of 1. and 2) here'],
    ['# a', '\\# a'],
    ['> a > b', '\\> a > b'],
    ['+ a + b', '\\+ a + b'],
    ['= a = b', '\\= a = b'],
    ['- a - b', '\\- a - b'],
    ['a #', 'a \\#'],
    ['a ##', 'a \\#\\#'],
    ['a # b #c', 'a # b #c'],
    ['##', '\\##'],
    ['c#', 'c#'],
  ])('prose(%j)', (text, written) => expect(prose(text)).toBe(written));

  it.each([
    ['', '(empty)'],
    ['a', '`a`'],
    ['a\n\n  b', '`a b`'],
    ['a `b` c', '``a `b` c``'],
    ['`a', '`` `a ``'],
    ['a`', '`` a` ``'],
    ['a ``` b', '````a ``` b````'],
    [' a ', '`  a  `'],
    [' a', '` a`'],
    ['a ', '`a `'],
    ['x a ', '`x a `'],
    [' a x', '` a x`'],
    [' abc ', '`  abc  `'],
  ])('code(%j)', (text, written) => expect(code(text)).toBe(written));

  it.each([
    ['a\n', '', '```\na\n```'],
    ['a\nb\n\n', '', '```\na\nb\n\n```'],
    ['a\r\nb\rc', '  ', '  ```\n  a\n  b\n  c\n  ```'],
    ['a ``` b', '', '````\na ``` b\n````'],
    ['a ````` b', '', '``````\na ````` b\n``````'],
  ])('fence(%j)', (text, indent, written) => expect(fence(text, indent)).toBe(written));

  it('a fence stands at the margin unless told otherwise', () => {
    expect(fence('a')).toBe('```\na\n```');
  });

  it.each([
    ['a\nb', 'a b'],
    ['a\n\nb', 'a\n\nb'],
    ['a\n\n\n\n- b\n\n', 'a\n\n\\- b'],
    ['', ''],
  ])('paragraphs(%j)', (text, written) => expect(paragraphs(text)).toBe(written));

  it.each([
    ['https://a.example/b', '<https://a.example/b>'],
    ['HTTP://a.example', '<HTTP://a.example>'],
    ['x https://a.example', '`x https://a.example`'],
    ['xhttps://a.example', '`xhttps://a.example`'],
    ['https://a.example/ b', '`https://a.example/ b`'],
    ['https://a.example/>', '`https://a.example/>`'],
    ['https://', '`https://`'],
    ['ftp://a.example', '`ftp://a.example`'],
  ])('link(%j)', (text, written) => expect(link(text)).toBe(written));

  it('a cell keeps its table', () => {
    expect(cell(prose('a | b'))).toBe('a \\| b');
    expect(cell(code('a|b||'))).toBe('`a\\|b\\|\\|`');
  });
});
