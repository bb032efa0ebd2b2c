import { Document, isMap, type Node, Scalar, YAMLMap } from 'yaml';
import { AppSchema, ProviderSchema, SettingsSchema, WorkspaceSchema } from './schema.ts';
import type { Workspace } from './types.ts';
import { YAML_OPTIONS } from './yaml-reader.ts';

/** How text is written. Lines are never folded, so that an edit doesn't move what it doesn't change. */
export const WRITE_OPTIONS = { lineWidth: 0, minContentWidth: 0, flowCollectionPadding: false } as const;

const HEADER =
  ' Latchkey workspace: providers, apps and how they are joined. It holds no secret and fits Git.';
const ORDER = [WorkspaceSchema, ProviderSchema, AppSchema, SettingsSchema].flatMap((schema) =>
  Object.keys(schema.shape),
);
const RANK = new Map(ORDER.map((key, index) => [key, index] as const).reverse());

/**
 * Returns the text of a workspace. The same workspace gives the same text, independent of the order in which
 * its keys were set. Known keys are in the order of the schema, providers and apps in the order of the
 * workspace.
 */
export function stringifyWorkspace(workspace: Workspace): string {
  const document = new Document(undefined, YAML_OPTIONS);
  const { own_kinds: _kinds, own_providers: _providers, ...value } = workspace;

  document.contents = writtenValue(document, '', value) as typeof document.contents;
  document.commentBefore = HEADER;
  return document.toString(WRITE_OPTIONS);
}

/**
 * Returns the YAML node for the value of a key. Versions are always quoted, so that no reader takes `4.40`
 * for 4.4.
 */
export function writtenValue(document: Pick<Document, 'createNode'>, key: string, value: unknown): Node {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const map = new YAMLMap();
    const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const entries = key === 'providers' || key === 'apps' ? given : ranked(given);
    for (const [name, inner] of entries) {
      map.add({ key: new Scalar(name), value: writtenValue(document, name, inner) });
    }
    if (map.items.length === 0) map.flow = true;
    return map;
  }
  const node = document.createNode(value) as Node;
  if (node instanceof Scalar && typeof value === 'string' && (key === 'version' || looksElse(value))) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
  if (isMap(node)) node.flow = false;
  return node;
}

/** Returns true for words that YAML 1.1 readers take for booleans, and for text with control characters. */
function looksElse(value: string): boolean {
  return /^(?:y|n|yes|no|on|off)$/i.test(value) || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value);
}

function ranked<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  const rank = (key: string): number => RANK.get(key) ?? ORDER.length;
  return [...entries].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
