import { parse, stringify as tomlText } from 'smol-toml';
import {
  type Findings,
  MAX_DEPTH,
  type Reading,
  type ReadPath,
  type ReadValue,
  readWithin,
} from './reading.ts';
import { treeOf } from './tree.ts';
import { split, type Writer } from './writer.ts';

export const TOML: Writer = { comment: ['# ', ''], lines: (values) => split(tomlText(treeOf(values))) };

/**
 * The values of a TOML text. What they are is read by the library; their places are those of the lines that begin with
 * their key, or with the key of the list or table that they are written in.
 */
export const readToml = (text: string): Reading =>
  readWithin(text, (findings) => {
    let tree: unknown;
    try {
      tree = parse(text, { maxDepth: MAX_DEPTH });
    } catch (error) {
      // Of its message only the place is used: the rest quotes the line.
      const { line = 1, column = 1 } = error as { readonly line?: number; readonly column?: number };
      const start =
        text
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length +
        (line > 1 ? 1 : 0) +
        column -
        1;
      findings.stop('toml-broken', 'This is no TOML from here on.', start);
    }
    addLeaves(findings, tree, [], placesOf(text));
  });

interface Place {
  readonly key: readonly [start: number, end: number];
  readonly value: readonly [start: number, end: number];
}

function addLeaves(
  findings: Findings,
  node: unknown,
  path: ReadPath,
  places: ReadonlyMap<string, Place>,
): void {
  if (typeof node === 'object' && node !== null && !(node instanceof Date)) {
    const below = Array.isArray(node)
      ? node.map((one, index) => [index, one] as const)
      : Object.entries(node);
    for (const [step, one] of below) addLeaves(findings, one, [...path, step], places);
    if (below.length > 0) return;
  }
  let line: Place | undefined;
  for (let length = path.length; length > 0 && line === undefined; length--)
    line = places.get(JSON.stringify(path.slice(0, length)));
  const [start, end] = line?.value ?? [0, 0];
  const written = findings.text.slice(start, end);
  findings.add({
    path,
    value:
      node instanceof Date
        ? node.toISOString()
        : typeof node === 'object' && node !== null
          ? Array.isArray(node)
            ? []
            : {}
          : (node as ReadValue),
    span: findings.span(start, end),
    key: findings.span(...(line?.key ?? [0, 0])),
    quoted: written.startsWith('"') ? 'double' : written.startsWith("'") ? 'single' : 'none',
  });
}

const KEY = /^(?:"[^"\\]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"\\]*"|'[^']*'|[A-Za-z0-9_-]+))*/;
const stepsOf = (key: string): string[] =>
  [...key.matchAll(/"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map(([, a, b, c]) => a ?? b ?? c!);

/** Where the lines of keys are, by path. Lines inside a text of several lines are taken for none that matters. */
function placesOf(text: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const counts = new Map<string, number>();
  let table: ReadPath = [];
  let at = 0;
  for (const whole of text.split('\n')) {
    const indent = whole.length - whole.trimStart().length;
    const line = whole.trim();
    const header = /^\[(\[?)(.+?)\]\]?\s*(?:#.*)?$/.exec(line);
    const headed = header?.[2]?.trim();
    const key = KEY.exec(line)?.[0];
    if (header && headed !== undefined && KEY.exec(headed)?.[0] === headed) {
      const steps = stepsOf(headed);
      const name = JSON.stringify(steps);
      const index = (counts.get(name) ?? -1) + 1;
      if (header[1] === '[') counts.set(name, index);
      table = header[1] === '[' ? [...steps, index] : steps;
    } else if (key !== undefined && line.slice(key.length).trimStart().startsWith('=')) {
      const start = at + indent;
      const from = start + line.indexOf('=', key.length) + 1;
      const value =
        from +
        (text.slice(from, at + whole.length).length - text.slice(from, at + whole.length).trimStart().length);
      const path = JSON.stringify([...table, ...stepsOf(key)]);
      if (!places.has(path))
        places.set(path, { key: [start, start + key.length], value: [value, at + indent + line.length] });
    }
    at += whole.length + 1;
  }
  return places;
}
