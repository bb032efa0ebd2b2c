import { readIni } from '../../targets/ini.ts';
import { belowAll, eolAt, lineEnd, linesBelow, type TextEdit } from './edits.ts';
import { isTakenFromElsewhere, type LinesPlan, type Stuck } from './lines-plan.ts';

/** One line `key = value`. */
interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** Behind the value. Some readers count it as a part of the value. */
  readonly comment: string;
  readonly indent: string;
  /** The beginning of the line. */
  readonly start: number;
  /** Where the value stands, with its comment. */
  readonly at: number;
  readonly end: number;
  /** What comes between the key and the value. */
  readonly sign: string;
  /** Why some reader may see another value than that of this line alone. */
  unclear?: string;
}

interface Section {
  readonly name: string;
  /** The end of its last line that is no comment and not empty. -1: it has no line at all. */
  end: number;
}

const SEVERAL = 'a value here goes over several lines, so the lines can’t be told apart safely';

/** A text of several lines in quotes that the same line doesn’t end. */
const OPEN_QUOTES = /^"""(?![\s\S]*""")|^`[^`]*$/;

function scan(text: string): {
  readonly settings: readonly Setting[];
  readonly sections: readonly Section[];
  readonly open: number | undefined;
} {
  const settings: Setting[] = [];
  const sections: Section[] = [{ name: '', end: -1 }];
  let last: Setting | undefined;
  let goesOn = false;
  let open: number | undefined;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end).trimEnd();
    const next = end + 1;
    const section = sections.at(-1)!;
    const head = /^\s*\[([^\]]+)\]\s*(?:[;#].*)?$/.exec(line);
    const isComment = /^\s*(?:[;#]|$)/.test(line);
    if (goesOn && last) {
      last.unclear = SEVERAL;
      section.end = end;
      goesOn = line.endsWith('\\');
    } else if (head) {
      sections.push({ name: head[1]!.trim(), end });
      last = undefined;
    } else if (!isComment) {
      const pair = /^([^=:]*)([=:][ \t]*)(.*)$/.exec(line);
      const { indent, key, behind } = apart(pair?.[1] ?? line);
      const sign = pair ? behind + pair[2]! : '';
      const rest = pair?.[3] ?? '';
      // Python’s reader takes a line that is indented further as a part of the value above.
      const isFurther = last !== undefined && indent.length > last.indent.length;
      if (isFurther) last!.unclear = SEVERAL;
      const comment = rest.slice(commentAt(rest));
      const at = start + indent.length + key.length + sign.length;
      const setting: Setting = {
        section: section.name,
        key,
        value: rest.slice(0, rest.length - comment.length),
        comment: comment.trim(),
        indent,
        start,
        at,
        end: at + rest.length,
        sign,
        ...(isFurther ? { unclear: SEVERAL } : {}),
        ...(pair ? {} : { unclear: 'the key stands here without a value' }),
      };
      if (OPEN_QUOTES.test(rest)) open ??= start;
      goesOn = rest.endsWith('\\');
      settings.push(setting);
      // A line that is indented further may be a part of the one before it: that one counts for those that follow.
      if (!isFurther) last = setting;
      section.end = end;
    }
    start = next;
  }
  return { settings, sections, open };
}

/** A key, and the blanks around it. */
function apart(text: string): { readonly indent: string; readonly key: string; readonly behind: string } {
  const key = text.trim();
  const from = text.length - text.trimStart().length;
  return { indent: text.slice(0, from), key, behind: text.slice(from + key.length) };
}

/** Where the comment behind a value begins, with the blanks before it. */
function commentAt(rest: string): number {
  for (const { index } of rest.matchAll(/[;#]/g))
    if (index === 0 || /\s/.test(rest[index - 1]!)) return rest.slice(0, index).trimEnd().length;
  return rest.length;
}

/** Plans the lines of a rendered INI file in another. */
export function planIni(text: string, rendered: string): LinesPlan {
  const there = scan(text);
  const edits: TextEdit[] = [];
  const filledIn: { at: number; name: string }[] = [];
  const missing = new Map<string, string[]>();
  const set = new Map<string, string>();
  let stuck: Stuck | undefined;
  for (const one of scan(rendered).settings) {
    const named = there.settings.filter(
      ({ section, key }) => section === one.section && key.toLowerCase() === one.key.toLowerCase(),
    );
    const found = named.filter(({ key }) => key === one.key).at(-1);
    const unclear = named.find((each) => each.unclear !== undefined);
    if (found?.value === one.value && found.comment === '' && unclear === undefined) continue;
    if (found !== undefined && isTakenFromElsewhere(found.value)) {
      filledIn.push({ at: found.start, name: one.key });
      continue;
    }
    if (unclear !== undefined) stuck ??= { at: unclear.start, reason: unclear.unclear! };
    else if (found === undefined && named.length > 0)
      stuck ??= { at: named[0]!.start, reason: `“${one.key}” is written with other capital letters here` };
    set.set(placeOf(one.section, one.key), one.value);
    if (found === undefined)
      missing.set(one.section, [
        ...(missing.get(one.section) ?? []),
        rendered.slice(one.start, lineEnd(rendered, one.start)),
      ]);
    else if (found.value !== one.value || found.comment !== '')
      edits.push(...replaced(text, found, one.value));
  }
  if (there.open !== undefined && edits.length + missing.size > 0)
    stuck ??= { at: there.open, reason: SEVERAL };
  edits.push(...added(text, there.sections, missing));
  const before = readIni(text);
  return {
    edits,
    filledIn,
    stuck,
    isRight: (after) => {
      const now = valuesOf(readIni(after));
      const wanted = new Map([...valuesOf(before), ...set]);
      // Where a comment stands behind a value, it is a part of the value for this reader.
      return now.size === wanted.size && [...wanted].every(([place, value]) => now.get(place) === value);
    },
  };
}

const placeOf = (section: string, key: string): string =>
  JSON.stringify(section === '' ? [key] : [section, key]);

const valuesOf = ({ entries }: ReturnType<typeof readIni>): ReadonlyMap<string, unknown> =>
  new Map(entries.map(({ path, value }) => [JSON.stringify(path), value]));

/** The value on its own, which every reader reads the same way: a comment behind it gets a line above. */
function replaced(
  text: string,
  { start, at, end, indent, sign, comment }: Setting,
  value: string,
): TextEdit[] {
  const blank = /^\s.*\S$/.test(sign) ? ' ' : '';
  return [
    ...(comment === '' ? [] : [{ at: start, length: 0, text: `${indent}${comment}${eolAt(text, start)}` }]),
    { at, length: end - at, text: blank + value },
  ];
}

function added(
  text: string,
  sections: readonly Section[],
  missing: ReadonlyMap<string, readonly string[]>,
): TextEdit[] {
  const edits: TextEdit[] = [];
  const fresh: string[] = [];
  for (const [section, lines] of missing) {
    const known = sections.findLast((one) => one.name === section);
    if (known === undefined)
      fresh.push(...(text === '' && fresh.length === 0 ? [] : ['']), `[${section}]`, ...lines);
    // Before the first section: at the very beginning, where no section takes them.
    else if (known.end < 0)
      edits.push({ at: 0, length: 0, text: lines.map((one) => one + eolAt(text, 0)).join('') });
    else edits.push(linesBelow(text, known.end, lines));
  }
  if (fresh.length > 0) edits.push(belowAll(text, fresh));
  return edits;
}
