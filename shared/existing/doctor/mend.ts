import type { Change, ChangeValue } from '../merge/changes.ts';
import type { Mend } from './rule.ts';
import type { Variable } from './settings/env-text.ts';
import type { Entry, Node, Place, ReadFile, ScalarNode } from './tree.ts';

const mend = (file: ReadFile, ...changes: readonly Change[]): Mend => ({ mends: { file, changes } });

/** All of these, or nothing if one of them can't be. */
export function together(...all: readonly Mend[]): Mend {
  const first = all[0]?.mends;
  return first !== undefined && all.every(({ mends }) => mends?.file === first.file)
    ? mend(first.file, ...all.flatMap(({ mends }) => mends?.changes ?? []))
    : {};
}

/** Another text for the first place at or behind this one, on the same line, where the old one stands. */
export function onLine({ file, start }: Place, old: string, text: string): Mend {
  const line = file.source.text.slice(start, start + 2_000).split('\n', 1)[0]!;
  const at = line.indexOf(old);
  return at < 0 || old === text || old === '' ? {} : mend(file, { how: 'text', at: start + at, old, text });
}

/** What stands in the file for a value, with its quotes, changed. */
export function rewritten(node: Node | undefined, change: (written: string) => string): Mend {
  if (node?.type !== 'scalar') return {};
  const old = node.file.source.text.slice(node.start, node.end);
  const text = change(old);
  return old === text || old === '' ? {} : mend(node.file, { how: 'text', at: node.start, old, text });
}

/** Another name for a key. */
export const renamed = ({ at }: Entry | { readonly at: Place }, to: string | undefined): Mend =>
  to === undefined ? {} : mend(at.file, { how: 'rename', at: at.start, to });

/** Another value for a single one. */
export const valued = (node: Node | undefined, value: ScalarNode['value'] | undefined): Mend =>
  node?.type !== 'scalar' || value === undefined || value === null
    ? {}
    : mend(node.file, { how: 'value', at: node.start, value });

/** A key for a map that lacks it, or has it without a value. */
export const withKey = (node: Node | undefined, key: string, value: ChangeValue | undefined): Mend =>
  node?.type !== 'map' || value === undefined
    ? {}
    : mend(node.file, { how: 'entry', at: node.start, key, value });

/** Another value for a key, whatever it has. */
export const replaced = (entry: Entry | undefined, value: ChangeValue | undefined): Mend =>
  entry === undefined || value === undefined
    ? {}
    : mend(entry.at.file, { how: 'replace', at: entry.at.start, value });

/** More items for a list. */
export const withItems = (node: Node | undefined, ...values: readonly ChangeValue[]): Mend =>
  node?.type !== 'list'
    ? {}
    : mend(node.file, ...values.map((value) => ({ how: 'item', at: node.start, value }) as const));

/** Without this key, or this single item of a list. */
export const without = (at: Place | undefined): Mend =>
  at === undefined ? {} : mend(at.file, { how: 'drop', at: at.start });

/** Another text for the value of a variable, where its line says it. */
export function withValue({ name, at, raw }: Variable, text: string): Mend {
  const { file, start } = at;
  const line = file.source.text.slice(start, start + 20_000).split('\n', 1)[0]!;
  const from = line.indexOf(name) + name.length;
  const found = raw === '' || raw === text ? -1 : line.indexOf(raw, from);
  // Between the name and the value stands only the sign of the form, and behind the value a quote or a comment.
  return found >= 0 &&
    /^["']?\s*[=:]\s*["']?$/.test(line.slice(from, found)) &&
    /^["']?\s*(?:#.*)?\r?$/.test(line.slice(found + raw.length))
    ? mend(file, { how: 'text', at: start + found, old: raw, text })
    : {};
}

/** Without the line of a variable, if its value ends on it. */
export function withoutLine({ name, at, raw }: Variable): Mend {
  const { text } = at.file.source;
  const start = text.lastIndexOf('\n', at.start - 1) + 1;
  const end = text.indexOf('\n', at.start);
  const line = text.slice(start, end < 0 ? text.length : end + 1);
  return end < 0 || raw.includes('\n') || !line.includes(name)
    ? {}
    : mend(at.file, { how: 'text', at: start, old: line, text: '' });
}
