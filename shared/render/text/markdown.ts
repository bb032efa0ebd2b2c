/**
 * Writes foreign text into Markdown so that it is shown and never acts: in CommonMark 0.31 and in GitHub's additions
 * (tables, strikethrough). Every page that Latchkey writes or copies for a forum uses these functions.
 */

/** Text on one line, with no white space at its ends: a line break could begin a new block. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Text inside a paragraph, a heading or a list item. Escapes what could begin markup (CommonMark §2.4), and leaves
 * everything else as a person would write it: underscores inside words, an ampersand that begins no entity.
 */
export const prose = (text: string): string =>
  oneLine(text)
    .replace(/[\\<[*`~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?[A-Za-z0-9]+;)/g, '\\$&')
    // What only acts at the start of a line: lists, quotes, headings, rules.
    .replace(/^(\d+)(?=[.)](?:\s|$))|^(?=[#>+=-])/, (_, digits?: string) => `${digits ?? ''}\\`)
    // The end of a heading: “ #” there would be dropped.
    .replace(/(?<=\s)#+$/, (signs) => signs.replaceAll('#', '\\#'));

/** Paragraphs, separated by blank lines in the text. */
export const paragraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map(prose)
    .filter((one) => one !== '')
    .join('\n\n');

/** Sentences in which what stands between backticks is code. It is written as a value, so it can’t act as markup either. */
export function told(text: string): string {
  const spans: string[] = [];
  const held = text.replace(/[\uE000\uE001]/g, '').replace(/`([^`\n]+)`/g, (_, inner: string) => {
    spans.push(code(inner));
    return `\uE000${spans.length - 1}\uE001`;
  });
  return paragraphs(held).replace(/\uE000(\d+)\uE001/g, (_, at: string) => spans[Number(at)] ?? '');
}

/** A value on one line, as a code span (CommonMark §6.1). `(empty)` if there is nothing to show. */
export function code(value: string): string {
  const line = value.replace(/\s*[\r\n]+\s*/g, ' ');
  if (line === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(line) + 1);
  // One space is dropped at both ends, but not from a value that is nothing but spaces.
  const pad = /^`|`$|^ .*[^ ].* $/.test(line) ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A value of several lines, as a fenced block (CommonMark §4.5), indented by `indent`. */
export function fence(value: string, indent = ''): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(value) + 1));
  return [ticks, ...value.replace(/\n$/, '').split(/\r\n?|\n/), ticks]
    .map((line) => indent + line)
    .join('\n');
}

/**
 * An address that can be pressed (an autolink, CommonMark §6.5). An address that an autolink can't hold is shown as a
 * value instead.
 */
export const link = (url: string): string =>
  /^https?:\/\/[^\s<>\u0000-\u001f\u007f]+$/i.test(url) ? `<${url}>` : code(url);

/** Markdown made by these functions, for a cell of a table. */
export const cell = (markdown: string): string => markdown.replaceAll('|', '\\|');

const longestRun = (value: string): number =>
  Math.max(0, ...[...value.matchAll(/`+/g)].map((match) => match[0].length));
