import MarkdownIt from 'markdown-it';

/** A CommonMark reader with GitHub's tables and strikethrough, and with raw HTML let through as a forum's might be. */
const reader = new MarkdownIt({ html: true });

export interface MarkdownReading {
  /** Every mark-up element in order, such as `h1`, `em_open` or `html_inline`. Text has none. */
  readonly marks: readonly string[];
  /** What a person sees, with all white space as one blank. */
  readonly text: string;
}

/** Reads a page as a forum would. */
export function readMarkdown(page: string): MarkdownReading {
  const tokens = reader.parse(page, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const silent = new Set(['text', 'text_special', 'inline', 'softbreak']);
  return {
    marks: tokens.filter(({ type }) => !silent.has(type)).map(({ type, tag }) => `${type} ${tag}`),
    text: tokens
      .map(({ type, content }) =>
        type === 'inline' ? '' : type.endsWith('_close') || type === 'softbreak' ? ' ' : content,
      )
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

/** Texts that act in Markdown or HTML if they are written as they are. */
export const MARKUP: readonly string[] = [
  '<script>alert(1)</script>',
  '</p><h1>x</h1>',
  '<!-- the rest',
  '-->',
  '<img src=x onerror=alert(1)>',
  '<https://evil.example>',
  '<mailto:a@b.example>',
  '<?php',
  '<!DOCTYPE html>',
  '<![CDATA[',
  '<a href="javascript:x">',
  '<br/>',
  '&lt;b&gt;',
  '&#60;b&#x3e;',
  '&amp;',
  '&copy; &nbsp;',
  '*a*',
  '**a**',
  '***a***',
  '* a',
  '** a **',
  '_a_',
  '__a__',
  '__init__.py',
  'snake_case_name',
  'a_b_',
  '_',
  '~~a~~',
  '~a~',
  '~/.config and ~/.cache',
  '`a`',
  '``a``',
  '`',
  '``',
  '```',
  '```js',
  '~~~',
  '~~~ js',
  '[a](https://evil.example)',
  '[a]: https://evil.example',
  '[a][b]',
  '[a]',
  '![a](https://evil.example/x.png)',
  '![a][b]',
  '[^1]',
  '[^1]: note',
  '[ ] task',
  '- [x] task',
  '# a',
  '###### a',
  'a #',
  'a ##',
  'a #b',
  '#',
  '> a',
  '>a',
  '- a',
  '+ a',
  '-',
  '+',
  '1. a',
  '1) a',
  '1.',
  '123456789. a',
  '0.30.1 of it',
  '---',
  '***',
  '___',
  '===',
  '- - -',
  'a | b',
  '| a | b |',
  '| --- | --- |',
  '\\',
  '\\\\',
  'a\\',
  '\\*a\\*',
  '\\<b>',
  'a\\|b',
  'a|`b`|c',
  '$$x$$',
  'https://evil.example/<b>',
  'www.evil.example',
  '@everyone #1',
  ':tada:',
  '{{ x }}',
  '{% x %}',
  '    indented',
  '\tindented',
  'a  ',
  'a\n# b',
  'a\n\n# b',
  'a\r- b',
  'a\n===',
  'a\n---',
  'a\n| --- |',
  'a\u2028# b',
  '**a `b** c`',
  '*a [b*](c)',
  '‮a',
  '<b',
  'a < b > c',
  'a & b',
  '"quoted" \'quoted\'',
];
