import { ok, type Result } from '../../result.ts';
import { applyEdits, lineEnd, lineOf, linesBelow, type TextEdit } from './edits.ts';
import type { ByHand, Merged } from './merged.ts';
import type { FileText } from './yaml-source.ts';

/** One line of a file with sections: `key = value`. */
interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** Where the value stands, and the end of the line. */
  readonly at: number;
  readonly end: number;
}

interface Section {
  readonly name: string;
  /** The end of its last line that is no comment and not empty. */
  readonly end: number;
}

interface Scan {
  readonly settings: readonly Setting[];
  readonly sections: readonly Section[];
  /** Where something stands that takes several lines, so that lines can't be told apart. */
  readonly unclear: number | undefined;
}

const COMMENT = { ini: /^\s*[;#]/, toml: /^\s*#/ };

function scan(text: string, form: 'ini' | 'toml'): Scan {
  const settings: Setting[] = [];
  const sections: { name: string; end: number }[] = [{ name: '', end: -1 }];
  let unclear: number | undefined;
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end).replace(/\r$/, '');
    const section = sections.at(-1)!;
    const head = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:[;#].*)?$/.exec(line);
    const pair = /^(\s*)([^\s=:#;[][^=]*?)(\s*=\s*)(.*)$/.exec(line);
    if (COMMENT[form].test(line) || line.trim() === '') {
      // Stays where it is.
    } else if (head) sections.push({ name: head[1]!.replaceAll(/["'\s]/g, ''), end });
    else if (pair) {
      const [, blank, key, sign, rest] = pair as unknown as [string, string, string, string, string];
      const value = form === 'toml' ? tomlValue(rest) : rest.trimEnd();
      if (value === undefined) unclear ??= at;
      settings.push({
        section: section.name,
        key: key.replaceAll(/["']/g, ''),
        value: value ?? rest,
        at: at + blank.length + key.length + sign.length,
        end: at + blank.length + key.length + sign.length + (value ?? rest).length,
      });
      section.end = end;
    } else if (form === 'toml') unclear ??= at;
    else section.end = end;
    at = end + 1;
  }
  return { settings, sections, unclear };
}

/** The value on one line, without a comment behind it. Undefined: it goes on below, or is a list or a table. */
function tomlValue(rest: string): string | undefined {
  return /^(?:"(?!"")(?:[^"\\]|\\.)*"|'(?!'')[^']*'|[^\s"'[{#]+|\[[^[\]{}"'#\n]*(?:"(?:[^"\\]|\\.)*"[^[\]{}"'#\n]*)*\])(?=\s*(?:#|$))/.exec(
    rest,
  )?.[0];
}

/**
 * Sets the lines of a rendered file of sections in a file that is there. A section that is missing is added at the end.
 * Where a value goes over several lines, all is left to the person.
 */
export function mergeLines(
  { name, text: whole }: FileText,
  app: string,
  rendered: string,
  form: 'ini' | 'toml',
): Result<Merged> {
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : '';
  const text = whole.slice(mark.length);
  const there = scan(text, form);
  const wanted = scan(rendered, form);
  const edits: TextEdit[] = [];
  const missing = new Map<string, string[]>();
  for (const one of wanted.settings) {
    const found = there.settings.filter(({ section, key }) => section === one.section && key === one.key);
    const last = found.at(-1);
    if (last?.value === one.value) continue;
    if (last) edits.push({ at: last.at, length: last.end - last.at, text: one.value });
    else
      missing.set(one.section, [
        ...(missing.get(one.section) ?? []),
        rendered.slice(rendered.lastIndexOf('\n', one.at - 1) + 1, lineEnd(rendered, one.at)),
      ]);
  }
  const unclear = there.unclear ?? (wanted.unclear === undefined ? undefined : 0);
  if (unclear !== undefined && edits.length + missing.size > 0) {
    const byHand: ByHand = {
      app,
      file: name,
      line: lineOf(text, unclear),
      where: form,
      reason: 'a value here goes over several lines, so the lines can’t be told apart safely',
      lines: rendered.trimEnd().split('\n'),
    };
    return ok({
      files: [{ name, before: text, after: text, mark, edits: [] }],
      byHand: [byHand],
      notes: [],
    });
  }
  const fresh: string[] = [];
  for (const [section, lines] of missing) {
    const known = there.sections.findLast((one) => one.name === section);
    if (known === undefined)
      fresh.push(
        ...(text === '' && fresh.length === 0 ? [] : ['']),
        `[${headOf(rendered, section)}]`,
        ...lines,
      );
    // Before the first section: at the very beginning, where no section takes them.
    else if (known.end < 0) edits.push({ at: 0, length: 0, text: lines.map((one) => `${one}\n`).join('') });
    else edits.push(linesBelow(text, known.end, lines));
  }
  if (fresh.length > 0)
    edits.push(linesBelow(text, text.endsWith('\n') ? text.length - 1 : text.length, fresh));
  return ok({
    files: [{ name, before: text, after: applyEdits(text, edits), mark, edits }],
    byHand: [],
    notes: [],
  });
}

/** The name of a section as it was rendered. */
const headOf = (rendered: string, section: string): string =>
  [...rendered.matchAll(/^\s*\[\s*([^[\]]+?)\s*\]/gm)].find(
    (match) => match[1]!.replaceAll(/["'\s]/g, '') === section,
  )?.[1] ?? section;
