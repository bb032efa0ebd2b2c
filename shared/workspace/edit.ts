import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { fail, ok, type Result } from '../result.ts';
import { withChanges } from './kept-lines.ts';
import { isSecretKey, looksSecret } from './secret-looks.ts';
import { WRITE_OPTIONS, writtenValue } from './stringify.ts';
import type { AppEntry, ProviderEntry } from './types.ts';
import { MAX_BYTES, readYaml } from './yaml-reader.ts';

/** Keys from the root, e.g. `['apps', 'memos', 'url']`. */
export type WorkspacePath = readonly [string, ...string[]];

/** What a workspace holds at a path. */
export type WorkspaceValue =
  | string
  | number
  | boolean
  | readonly WorkspaceValue[]
  | { readonly [key: string]: WorkspaceValue | undefined };

/**
 * Sets one value in the text of a workspace and keeps every comment, the order and the line ends. If one
 * single-line value replaces another, nothing else in the text changes. Missing maps on the path are created.
 * The value may be invalid: check the result with `parseWorkspace`. Fails with `workspace-not-yaml` (the
 * syntax must be fixed first), `workspace-path` (something other than a map is on the path), or
 * `secret-in-workspace`.
 */
export function setWorkspaceValue(text: string, path: WorkspacePath, value: WorkspaceValue): Result<string> {
  if (holdsSecret(path, value)) {
    return fail(
      'secret-in-workspace',
      'A secret has no place in the workspace file; it lives in the keychain.',
    );
  }
  return edit(text, (document, bare) => {
    const holder = mapAt(document, path.slice(0, -1), true);
    if (!holder.ok) return holder;
    const key = path.at(-1)!;
    const pair = pairOf(holder.value, key);
    const node = writtenValue(document, key, value);
    const old = pair?.value as ParsedNode | null | undefined;
    const letters = old && isScalar(node) ? scalarLetters(old, bare, node) : undefined;
    if (letters) return ok(letters);
    if (pair) {
      keepComments(pair, node as ParsedNode);
      pair.value = node;
    } else append(document, holder.value, key, node);
    return ok(undefined);
  });
}

/**
 * Removes a key from the text of a workspace, with the comments inside its value. A comment above the key
 * stays and moves to what follows. If the key isn't there, changes nothing and succeeds. Fails like
 * {@link setWorkspaceValue}.
 */
export function removeWorkspaceValue(text: string, path: WorkspacePath): Result<string> {
  return edit(text, (document, bare) => {
    const holder = mapAt(document, path.slice(0, -1), false);
    if (!holder.ok) return holder;
    const map = holder.value;
    const index = map.items.findIndex((pair) => keyIs(pair, path.at(-1)!));
    if (index < 0) return ok(bare);
    const [removed] = map.items.splice(index, 1);
    const above = [isScalar(removed?.key) ? removed.key.commentBefore : undefined].filter(Boolean).join('\n');
    if (above) {
      const next = map.items[index]?.key;
      if (isScalar(next)) next.commentBefore = joined(above, next.commentBefore);
      else map.comment = joined(map.comment, above);
    }
    if (map.items.length === 0) {
      map.flow = true;
      map.spaceBefore = false;
    }
    return ok(undefined);
  });
}

/**
 * Adds a provider after the others. Fails with `workspace-id-taken` if the id is in use, otherwise like
 * {@link setWorkspaceValue}.
 */
export function addProvider(text: string, id: string, entry: ProviderEntry): Result<string> {
  return add(text, 'providers', id, entry);
}

/** Adds an app after the others. Fails like {@link addProvider}. */
export function addApp(text: string, id: string, entry: AppEntry): Result<string> {
  return add(text, 'apps', id, entry);
}

/** Names a profile in the text of a workspace, after those that it has. Fails like {@link setWorkspaceValue}. */
export function addProfile(text: string, file: string): Result<string> {
  return edit(text, (document) => {
    const root = mapAt(document, [], true);
    if (!root.ok) return root;
    const pair = pairOf(root.value, 'profiles');
    if (isSeq(pair?.value)) {
      pair.value.items.push(document.createNode(file) as ParsedNode);
      return ok(undefined);
    }
    const list = document.createNode([file], { flow: true }) as unknown as ParsedNode;
    if (pair) {
      pair.value = list;
      return ok(undefined);
    }
    const made = document.createPair('profiles', null) as Pair<unknown, unknown>;
    made.value = list;
    const before = root.value.items.findIndex((one) => keyIs(one, 'providers'));
    root.value.items.splice(
      before < 0 ? root.value.items.length : before,
      0,
      made as (typeof root.value.items)[number],
    );
    return ok(undefined);
  });
}

function add(
  text: string,
  group: 'providers' | 'apps',
  id: string,
  entry: ProviderEntry | AppEntry,
): Result<string> {
  const { document } = readYaml(bareOf(text));
  const taken = (['providers', 'apps'] as const).some((key) => {
    const map = document?.get(key);
    return isMap(map) && map.items.some((pair) => keyIs(pair, id));
  });
  if (taken) return fail('workspace-id-taken', `The id “${id}” is in use already; choose another one.`);
  return setWorkspaceValue(text, [group, id], { ...entry } as WorkspaceValue);
}

/** A change to a document. Returns the whole new text if it can be given exactly, otherwise undefined. */
export type Change = (document: Document<ParsedNode>, bare: string) => Result<string | undefined>;

/**
 * Reads, changes and writes the text of a workspace within the limits of the reader. Lines that the change doesn't
 * concern stay letter for letter: comments, blanks, line ends and all.
 */
export function edit(text: string, change: Change): Result<string> {
  const bare = bareOf(text);
  if (bare.length > MAX_BYTES) return notYaml();
  const blank = bare.split(/\r?\n/).every((line) => line.trim() === '' || line.startsWith('#'));
  // A document without content has no map to add a key to.
  const source = blank ? `${bare}${bare === '' || bare.endsWith('\n') ? '' : '\n'}{}\n` : bare;
  const reading = readYaml(source);
  if (!reading.document || reading.flaws.length > 0) return notYaml();
  const { document } = reading;
  if (isMap(document.contents) && blank) document.contents.flow = false;
  const style = { ...WRITE_OPTIONS, indent: indentOf(bare), indentSeq: seqIndented(bare) };
  const before = written(document, style);
  const done = change(document, bare);
  if (!done.ok) return done;
  const start = text.startsWith('\ufeff') ? '\ufeff' : '';
  if (done.value !== undefined) return ok(start + done.value);
  const after = written(document, style);
  const kept = withChanges(bare, before, after);
  if (sameDocument(kept, after, style)) return ok(start + kept);
  const whole = /\r\n/.test(bare) ? after.replace(/\r?\n/g, '\r\n') : after;
  const meant = JSON.stringify(document.toJS());
  if (JSON.stringify(readYaml(whole).document?.toJS()) === meant) return ok(start + whole);
  return fail(
    'workspace-not-kept',
    'This change can’t be written without changing something else in the workspace file; make it in a text editor.',
  );
}

type Style = typeof WRITE_OPTIONS & { readonly indent: number; readonly indentSeq: boolean };

/** Returns true if two texts hold the same keys, values and comments, each once and in the same order. */
function sameDocument(one: string, other: string, style: Style): boolean {
  const [first, second] = [readYaml(one), readYaml(other)];
  if (!first.document || !second.document || first.flaws.length + second.flaws.length > 0) return false;
  return written(first.document, style) === written(second.document, style);
}

/** The document as text. A block that begins with a blank is quoted: the library counts its indentation as two. */
function written(document: Document<ParsedNode>, style: Style): string {
  const narrow = style.indent !== 2;
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string' || !/^\n*[ \t]/.test(node.value)) return;
      if (narrow || node === document.contents) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString(style);
}

function notYaml(): Result<never> {
  return fail(
    'workspace-not-yaml',
    'The workspace file has mistakes in its YAML; mend them first, then change it here.',
  );
}

function bareOf(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function mapAt(document: Document<ParsedNode>, path: readonly string[], make: boolean): Result<YAMLMap> {
  let current = document.contents as unknown;
  const inTheWay = (): Result<never> =>
    fail(
      'workspace-path',
      `There is something other than a map of keys at “${path.join('.')}” in the workspace file.`,
    );
  if (!isMap(current)) return inTheWay();
  for (const step of path) {
    const map: YAMLMap = current as YAMLMap;
    const pair = pairOf(map, step);
    const value = pair?.value;
    if (isMap(value)) {
      if (value.items.length === 0) value.flow = false;
      current = value;
      continue;
    }
    const empty = value === undefined || value === null || (isScalar(value) && value.value === null);
    if (!empty) return inTheWay();
    const made = document.createNode({}) as YAMLMap;
    if (!make) {
      current = made;
      continue;
    }
    if (pair) {
      keepComments(pair, made as unknown as ParsedNode);
      pair.value = made;
    } else append(document, map, step, made);
    current = made;
  }
  return ok(current as YAMLMap);
}

function append(document: Document<ParsedNode>, map: YAMLMap, key: string, node: unknown): void {
  const pair = document.createPair(key, null) as Pair<unknown, unknown>;
  pair.value = node;
  // A comment at the end of a map stays in its place, above the new entry.
  if (map.comment && map.items.length > 0 && isScalar(pair.key)) {
    pair.key.commentBefore = map.comment;
    map.comment = null;
  }
  map.items.push(pair as (typeof map.items)[number]);
}

/** Moves the comments of the old value, and of everything inside it, to the new value. */
function keepComments(pair: Pair<unknown, unknown>, to: ParsedNode): void {
  const lines: string[] = [];
  const gather = (node: unknown, top: boolean): void => {
    if (isPair(node)) {
      gather(node.key, false);
      gather(node.value, false);
      return;
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return;
    if (node.commentBefore) lines.push(node.commentBefore);
    if (isMap(node) || isSeq(node)) for (const item of node.items) gather(item, false);
    if (node.comment && !(top && isScalar(node) && isScalar(to))) lines.push(node.comment);
  };
  gather(pair.value, true);
  if (isScalar(pair.value) && isScalar(to) && pair.value.comment) to.comment = pair.value.comment;
  if (lines.length === 0) return;
  if (isMap(to) && !to.flow && to.items.length > 0)
    to.commentBefore = joined(lines.join('\n'), to.commentBefore);
  else if (isScalar(pair.key)) pair.key.commentBefore = joined(pair.key.commentBefore, lines.join('\n'));
}

function joined(first: string | null | undefined, second: string | null | undefined): string {
  return [first, second].filter((part) => part !== null && part !== undefined && part !== '').join('\n');
}

/**
 * Returns the text with one single-line value replaced and all else unchanged, or undefined if not possible.
 */
function scalarLetters(old: ParsedNode, bare: string, node: Scalar): string | undefined {
  if (!isScalar(old) || !old.range || old.anchor || old.tag) return undefined;
  const [start, end] = old.range;
  const before = bare.slice(start, end);
  if (
    end <= start ||
    /[\r\n]/.test(before) ||
    old.type === Scalar.BLOCK_LITERAL ||
    old.type === Scalar.BLOCK_FOLDED
  ) {
    return undefined;
  }
  const letters = flowLetters(node);
  return letters === undefined ? undefined : bare.slice(0, start) + letters + bare.slice(end);
}

/** Returns a scalar in a form that is valid anywhere, also inside brackets. */
function flowLetters(node: Scalar): string | undefined {
  const { value } = node;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const plain = /^[A-Za-z/][\w./@-]*(?::\/\/[\w./@:[\]~%-]*[\w/])?$/.test(value) && !/[[\]]/.test(value);
  const word = !/^(?:true|false|null|yes|no|on|off|y|n|~)$/i.test(value) && !/^[.\d+-]/.test(value);
  if (node.type !== Scalar.QUOTE_DOUBLE && plain && word) return value;
  // JSON's escapes are a subset of YAML's.
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function pairOf(map: YAMLMap, key: string): Pair<unknown, unknown> | undefined {
  return map.items.find((pair) => keyIs(pair, key)) as Pair<unknown, unknown> | undefined;
}

function keyIs(pair: { key: unknown }, key: string): boolean {
  return isScalar(pair.key) && (pair.key.value === key || pair.key.source === key);
}

function indentOf(text: string): number {
  const spaces = /^[\w"'-]+:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)[^\s#-]/m.exec(text)?.[1];
  return Math.min(8, Math.max(1, spaces?.length ?? 2));
}

/** Returns true unless the file writes lists at the indentation of their key. */
function seqIndented(text: string): boolean {
  return !/^( *)[\w"'-]+:[ \t]*\r?\n\1- /m.test(text);
}

function holdsSecret(path: readonly string[], value: unknown): boolean {
  const isEntry = path.length === 2 && (path[0] === 'apps' || path[0] === 'providers');
  if (!isEntry && isSecretKey(path.at(-1) ?? '')) return true;
  if (typeof value === 'string') return looksSecret(value);
  if (typeof value !== 'object' || value === null) return false;
  const entries: [string, unknown][] = Object.entries(value);
  const group = path.length === 1 && (path[0] === 'apps' || path[0] === 'providers');
  return entries.some(([key, inner]) =>
    group
      ? holdsSecret([path[0]!, key], inner)
      : holdsSecret([...path, Array.isArray(value) ? '' : key], inner),
  );
}
