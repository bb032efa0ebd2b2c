import type { FilledJson, FilledValue } from './values.ts';

export type Tree = { readonly [key: string]: FilledJson };

/** A branch that grows path by path. A value is never one, so that a map in it stays as it is. */
type Branch = Map<string | number, Branch | FilledJson>;

/**
 * The values as one tree, in their order: a name is a path with slashes. Numbers in a path are places in a list; where
 * one is left out because its condition doesn't hold, the others move up.
 */
export function treeOf(values: readonly FilledValue[]): Tree {
  const root: Branch = new Map();
  for (const { path: steps, value } of values) {
    let branch = root;
    for (const step of steps.slice(0, -1)) {
      const known = branch.get(step);
      const next: Branch = known instanceof Map ? known : new Map();
      branch.set(step, next);
      branch = next;
    }
    branch.set(steps.at(-1)!, value);
  }
  return Object.fromEntries([...root].map(([key, node]) => [key, grown(node)])) as Tree;
}

function grown(node: Branch | FilledJson): FilledJson {
  if (!(node instanceof Map)) return node;
  const entries = [...node].map(([key, one]) => [key, grown(one)] as const);
  return entries.every(([key]) => typeof key === 'number')
    ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, one]) => one)
    : Object.fromEntries(entries);
}
