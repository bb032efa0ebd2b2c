import { parse } from 'smol-toml';
import { belowAll, eolAt, lineEnd, linesBelow, type TextEdit } from './edits.ts';
import { isTakenFromElsewhere, type LinesPlan, type Stuck } from './lines-plan.ts';

/** The head of a table, or `key = value`. */
interface Statement {
  readonly kind: 'table' | 'tables' | 'value';
  /** From the root. */
  readonly path: readonly string[];
  /** The table that it stands in. Undefined: one of a list of tables. */
  readonly table: readonly string[] | undefined;
  readonly start: number;
  /** Where the value stands. */
  readonly at: number;
  readonly end: number;
}

const KEY = /(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)/;
const KEYS = new RegExp(`${KEY.source}(?:[ \\t]*\\.[ \\t]*${KEY.source})*`, 'y');
const EACH_KEY = new RegExp(KEY.source, 'g');
const REST = /[ \t]*(?:#[^\n]*)?\r?(?=\n|$)/y;

const nameOf = (key: string): string =>
  key.startsWith('"') ? (Object.keys(parse(`${key} = 1`))[0] ?? key) : key.replace(/^'|'$/g, '');

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** The statements of a text that is TOML. Undefined if one is written as none of ours is. */
function statementsOf(text: string): Statement[] | undefined {
  const found: Statement[] = [];
  let table: readonly string[] | undefined = [];
  const lists = new Set<string>();
  for (let at = 0; at < text.length; ) {
    at += matchAt(/[ \t]*/y, text, at)!.length;
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const heads = matchAt(/\[\[?[ \t]*/y, text, at);
    if (matchAt(REST, text, at) === undefined) {
      at += heads?.length ?? 0;
      const keys = matchAt(KEYS, text, at);
      if (keys === undefined) return undefined;
      const path = keys.match(EACH_KEY)!.map(nameOf);
      at += keys.length;
      if (heads !== undefined) {
        const close = matchAt(heads.startsWith('[[') ? /[ \t]*\]\]/y : /[ \t]*\]/y, text, at);
        if (close === undefined) return undefined;
        at += close.length;
        const kind = heads.startsWith('[[') ? 'tables' : 'table';
        if (kind === 'tables') lists.add(JSON.stringify(path));
        const isInList = path.some((_, index) => lists.has(JSON.stringify(path.slice(0, index + 1))));
        table = isInList ? undefined : path;
        found.push({ kind, path, table, start, at, end: at });
      } else {
        const sign = matchAt(/[ \t]*=[ \t]*/y, text, at);
        if (sign === undefined) return undefined;
        at += sign.length;
        const end = valueEnd(text, at);
        if (end === undefined) return undefined;
        found.push({ kind: 'value', path: [...(table ?? []), ...path], table, start, at, end });
        at = end;
      }
    }
    const rest = matchAt(REST, text, at);
    if (rest === undefined) return undefined;
    at += rest.length + 1;
  }
  return found;
}

const STRING =
  /"""(?:[^\\]|\\[\s\S])*?"""(?!"(?!"""))"{0,2}|'''[\s\S]*?'''(?!'(?!'''))'{0,2}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;

/** Where a value ends that begins here. */
function valueEnd(text: string, start: number): number | undefined {
  const string = matchAt(STRING, text, start);
  if (string !== undefined) return start + string.length;
  if (text[start] !== '[' && text[start] !== '{') {
    const bare = matchAt(/\d{4}-\d\d-\d\d[ ]\d\d:[^\s,#\]}]+|[^\s,#\]}"']+/y, text, start);
    return bare === undefined ? undefined : start + bare.length;
  }
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const inner = matchAt(STRING, text, at) ?? matchAt(/#[^\n]*/y, text, at);
    if (inner !== undefined) {
      at += inner.length;
      continue;
    }
    if (text[at] === '[' || text[at] === '{') depth += 1;
    if (text[at] === ']' || text[at] === '}') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return undefined;
}

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function read(text: string): Tree | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

const valueAt = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (node, key) => (isTree(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    tree,
  );

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, index) => same(one, b[index]))
    );
  if (!isTree(a) || !isTree(b))
    return a instanceof Date && b instanceof Date ? String(a) === String(b) : Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}

/** The tree with a value at this path. */
function withValue(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const old = isTree(tree) ? tree : {};
  const inner = Object.hasOwn(old, key) ? old[key] : undefined;
  return { ...old, [key]: withValue(inner, rest, value) };
}

const startsWith = (path: readonly string[], beginning: readonly string[]): boolean =>
  beginning.every((key, index) => path[index] === key);

const keyText = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key));

/** Plans the lines of a rendered TOML file in another. */
export function planToml(text: string, rendered: string): LinesPlan {
  const before = read(text);
  const there = before === undefined ? undefined : statementsOf(text);
  const plan = { edits: [], filledIn: [], isRight: () => true };
  if (before === undefined || there === undefined)
    return { ...plan, stuck: { at: 0, reason: 'this is no TOML that can be read' } };
  const wantedTree = read(rendered);
  const edits: TextEdit[] = [];
  const filledIn: { at: number; name: string }[] = [];
  const fresh = new Map<string, { readonly path: readonly string[]; readonly lines: string[] }>();
  const below = new Map<number, string[]>();
  let expected: unknown = before;
  let stuck: Stuck | undefined;
  for (const one of statementsOf(rendered) ?? []) {
    if (one.kind !== 'value') continue;
    const { path } = one;
    const wanted = valueAt(wantedTree, path);
    const present = valueAt(before, path);
    if (same(present, wanted)) continue;
    const name = path.at(-1)!;
    const section = path.slice(0, -1);
    const written = rendered.slice(one.at, one.end);
    const own = there.find((each) => each.kind === 'value' && each.table && same(each.path, path));
    if (own !== undefined && typeof present === 'string' && isTakenFromElsewhere(present)) {
      filledIn.push({ at: own.start, name });
      continue;
    }
    expected = withValue(expected, path, wanted);
    if (own !== undefined) {
      if (isTree(present)) stuck ??= { at: own.start, reason: 'a table stands here' };
      if (/#[^\n]*\n/.test(text.slice(own.at, own.end)))
        stuck ??= { at: own.start, reason: 'a comment stands inside the value here' };
      edits.push({ at: own.at, length: own.end - own.at, text: written });
      continue;
    }
    const blocked = there.find(
      (each) => (each.kind === 'tables' || each.kind === 'value') && startsWith(path, each.path),
    );
    if (blocked !== undefined || present !== undefined) {
      const reason =
        blocked?.kind === 'tables'
          ? 'a list of tables stands here'
          : blocked === undefined
            ? 'a table stands here'
            : 'a table in braces or a value stands here';
      stuck ??= {
        at: blocked?.start ?? there.find((each) => startsWith(each.path, path))?.start ?? 0,
        reason,
      };
      continue;
    }
    const inTable = there.filter((each) => each.table && same(each.table, section));
    const dotted = there.filter(
      (each) =>
        each.kind === 'value' &&
        each.table !== undefined &&
        each.table.length < section.length &&
        startsWith(each.path, section),
    );
    const last = inTable.at(-1) ?? dotted.at(-1);
    const prefix = inTable.length > 0 || last === undefined ? [] : section.slice(last.table!.length);
    const line = `${[...prefix, name].map(keyText).join('.')} = ${written}`;
    if (last !== undefined || section.length === 0) {
      // Before the first table: at the very beginning, where no table takes it.
      const end = last === undefined ? -1 : lineEnd(text, last.end);
      below.set(end, [...(below.get(end) ?? []), line]);
    } else {
      const key = JSON.stringify(section);
      const table = fresh.get(key) ?? { path: section, lines: [] };
      table.lines.push(line);
      fresh.set(key, table);
    }
  }
  for (const [end, lines] of below)
    edits.push(
      end < 0
        ? { at: 0, length: 0, text: lines.map((one) => one + eolAt(text, 0)).join('') }
        : linesBelow(text, end, lines),
    );
  const tables = [...fresh.values()].flatMap(({ path, lines }, index) => [
    ...(text === '' && index === 0 && below.size === 0 ? [] : ['']),
    `[${path.map(keyText).join('.')}]`,
    ...lines,
  ]);
  if (tables.length > 0) edits.push(belowAll(text, tables));
  return { edits, filledIn, stuck, isRight: (after) => same(read(after), expected) };
}
