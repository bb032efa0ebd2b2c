import { readJsonText } from './json.ts';
import type { ReadEntry, Reading, Span } from './reading.ts';

/**
 * The values of a JSON text that is the value of an entry, such as JSON in a variable in a compose file. Their places
 * are those in `text`, the file around it; where the value is written with escapes, the place of the whole value.
 */
export function readJsonInside(text: string, entry: ReadEntry): Reading | undefined {
  if (typeof entry.value !== 'string' || !/^\s*[{[]/.test(entry.value)) return undefined;
  const { span } = entry;
  const written = text.slice(span.offset, span.offset + span.length);
  const inner = written.indexOf(entry.value);
  const move = ({ line, column, offset, length }: Span): Span => {
    if (inner < 0) return span;
    const before = text.slice(span.offset, span.offset + inner);
    const breaks = before.split('\n').length - 1;
    const start = breaks === 0 ? span.column + inner : inner - before.lastIndexOf('\n');
    return {
      line: span.line + breaks + line - 1,
      column: line === 1 ? start + column - 1 : column,
      offset: span.offset + inner + offset,
      length,
    };
  };
  const { entries, problems } = readJsonText(entry.value);
  return {
    entries: entries.map((one) => ({ ...one, span: move(one.span), key: move(one.key) })),
    problems: problems.map((one) => ({ ...one, span: move(one.span) })),
  };
}
