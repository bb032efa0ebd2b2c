import { type Document, isMap, isScalar, type ParsedNode, type YAMLMap } from 'yaml';

/** The format this program reads and writes. */
export const CURRENT_FORMAT = 1;

/**
 * Converts a document from one format to the next. Changes the tree in place, so that comments and order are
 * kept.
 */
export type Migration = (document: Document<ParsedNode>) => void;

/** Keyed by the format a file is in. They form a chain: each one leads to the next higher number. */
export const migrations: Readonly<Record<number, Migration>> = {
  // Before the first release there was no `latchkey` key, and two keys had other names.
  0: (document) => {
    for (const provider of entriesOf(document, 'providers')) rename(provider, 'issuer', 'url');
    for (const app of entriesOf(document, 'apps')) rename(app, 'secret_method', 'token_endpoint_auth_method');
    const root = document.contents as unknown;
    if (!isMap(root)) return;
    const existing = root.items.find((pair) => keyIs(pair.key, 'latchkey'));
    if (existing) {
      if (isScalar(existing.value)) {
        existing.value.value = 1;
        existing.value.source = '1';
      } else existing.value = document.createNode(1);
      return;
    }
    const pair = document.createPair('latchkey', 1);
    const first = root.items[0]?.key;
    // The opening comment of the file stays at the top.
    if (isScalar(first) && isScalar(pair.key) && first.commentBefore && root.items.length > 0) {
      pair.key.commentBefore = first.commentBefore;
      first.commentBefore = null;
    }
    root.items.unshift(pair);
  },
};

/**
 * Returns the format that a document states: 0 if it is from before the first release, undefined if it is not
 * a workspace.
 */
export function formatOf(document: Document<ParsedNode>): number | undefined {
  const root = document.contents as unknown;
  if (!isMap(root)) return undefined;
  const stated = root.items.find((pair) => keyIs(pair.key, 'latchkey'))?.value;
  if (stated !== undefined) {
    const value = isScalar(stated) ? stated.value : undefined;
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
  }
  return root.items.some((pair) => keyIs(pair.key, 'providers') || keyIs(pair.key, 'apps')) ? 0 : undefined;
}

/**
 * Converts a document from the format `from` to the current format, in place. Throws if a migration is
 * missing.
 */
export function migrate(document: Document<ParsedNode>, from: number): void {
  for (let format = from; format < CURRENT_FORMAT; format++) {
    const step = migrations[format];
    if (!step) throw new Error(`There is no migration from format ${format}.`);
    step(document);
  }
}

function entriesOf(document: Document<ParsedNode>, key: string): YAMLMap[] {
  const root = document.contents as unknown;
  if (!isMap(root)) return [];
  const entries = root.items.find((pair) => keyIs(pair.key, key))?.value;
  return isMap(entries) ? entries.items.map((pair) => pair.value).filter((value) => isMap(value)) : [];
}

function rename(map: YAMLMap, from: string, to: string): void {
  if (map.items.some((pair) => keyIs(pair.key, to))) return;
  const key = map.items.find((pair) => keyIs(pair.key, from))?.key;
  if (!isScalar(key)) return;
  key.value = to;
  key.source = to;
}

function keyIs(key: unknown, name: string): boolean {
  return isScalar(key) && key.value === name;
}
