import type { ParsedNode } from 'yaml';
import type { TextEdit } from './edits.ts';

/** The text of a literal block, and where each of its lines stands in the file around it. */
export interface InnerText {
  readonly text: string;
  readonly indent: string;
  /** For each line of the text: its offset in it, and that of its first character in the file. */
  readonly lines: readonly { readonly inner: number; readonly outer: number; readonly bare: boolean }[];
  readonly eol: '\n' | '\r\n';
  /** True if the file ends with the last line, and without a line end. */
  readonly open: boolean;
}

/** Undefined if the block is written in a way that doesn't show where each line begins. */
export function innerText(text: string, node: ParsedNode): InnerText | undefined {
  const [start, end] = node.range;
  const head = text.indexOf('\n', start);
  if (head < 0 || head >= end || !/^\|[-+]?[ \t]*(?:#[^\n]*)?\r?$/.test(text.slice(start, head)))
    return undefined;
  const eol = text[head - 1] === '\r' ? '\r\n' : '\n';
  const written = text.slice(head + 1, end).split('\n');
  if (written.at(-1) === '') written.pop();
  const indent = /^ */.exec(written.find((line) => line.trim() !== '') ?? '')![0];
  if (indent === '') return undefined;
  const lines: InnerText['lines'][number][] = [];
  const parts: string[] = [];
  let outer = head + 1;
  let inner = 0;
  for (const line of written) {
    const whole = line.replace(/\r$/, '');
    const bare = !whole.startsWith(indent);
    if (bare && whole.trim() !== '') return undefined;
    const kept = bare ? '' : whole.slice(indent.length);
    lines.push({ inner, outer: outer + (bare ? 0 : indent.length), bare });
    parts.push(kept);
    inner += kept.length + 1;
    outer += line.length + 1;
  }
  // What is inserted behind the last line stands at the beginning of the next one.
  lines.push({ inner, outer: Math.min(outer, text.length), bare: true });
  return { text: `${parts.join('\n')}\n`, indent, lines, eol, open: text[end - 1] !== '\n' };
}

/** Edits of the inner text as edits of the file around it. */
export function outerEdits(
  { text, indent, lines, eol, open }: InnerText,
  edits: readonly TextEdit[],
): TextEdit[] {
  return edits.map(({ at, length, text: inserted }) => {
    const index = lines.findLastIndex(({ inner }) => inner <= at);
    const line = lines[index]!;
    const endLine = lines[lines.findLastIndex(({ inner }) => inner <= at + length)]!;
    const start = line.outer + (at - line.inner);
    const end = endLine.outer + (at + length - endLine.inner);
    const whole = inserted.endsWith('\n');
    const body = whole ? inserted.slice(0, -1) : inserted;
    const shifted = body.replaceAll('\n', `${eol}${indent}`);
    const isBehind = at >= text.length;
    // Behind the last line of the file, which stays without a line end.
    if (isBehind && open) return { at: end, length: 0, text: `${eol}${indent}${shifted}` };
    return {
      at: start,
      length: end - start,
      text: `${line.bare && inserted !== '' ? indent : ''}${shifted}${whole ? (line.bare || isBehind ? eol : `${eol}${indent}`) : ''}`,
    };
  });
}
