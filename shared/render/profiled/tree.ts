import type { FilledJson, FilledValue } from './scope.ts';

/** A tree that grows path by path, in the order in which the paths come. */
export type Tree = { [key: string]: Tree | FilledJson };

/** The values as one tree: a name is a path with slashes, and a number in it a place in a list. */
export function treeOf(values: readonly FilledValue[]): Tree {
  const root: Tree = {};
  for (const { name, value } of values) {
    const steps = name.split('/');
    let node = root;
    for (const step of steps.slice(0, -1)) {
      if (!Object.hasOwn(node, step)) node[step] = {};
      node = node[step] as Tree;
    }
    node[steps.at(-1)!] = value;
  }
  return listed(root) as Tree;
}

/** A map whose keys are 0, 1, 2 … becomes a list. */
function listed(node: Tree | FilledJson): FilledJson {
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(listed);
  const entries = Object.entries(node).map(([key, value]) => [key, listed(value as FilledJson)] as const);
  return entries.length > 0 && entries.every(([key], index) => key === String(index))
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
}
