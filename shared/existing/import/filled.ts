import type { KnownVariables } from '../doctor/settings/interpolate.ts';
import { itemsOf, type Node, textAt } from '../doctor/tree.ts';

/** The expressions of Authelia’s templates that stand for a variable as it is. */
const ENV_EXPRESSION =
  /\{\{-?\s*(?:env|mustEnv)\s+["`]([A-Za-z_]\w*)["`]\s*(?:\|\s*(?:trim|quote|squote|msquote|mquote)\s*)*-?\}\}/g;
const MOST = 2_000;

/** What a value is made of that another file sets. */
export interface Filled {
  readonly text?: string;
  /** The variables that no file sets; empty for what only the product knows. */
  readonly from: readonly string[];
}

/**
 * The text of a value that is filled in when the file is loaded, with the variables of env files: Authelia’s
 * `{{ env "NAME" }}`, authentik’s `!Env NAME`, `!Env [NAME, default]` and `!Context name`.
 */
export function filled(node: Node | undefined, variables: KnownVariables, context?: Node): Filled {
  const plain = textAt(node);
  if (node === undefined || plain !== undefined)
    return plain === undefined ? { from: [] } : { text: plain, from: [] };
  if (node.tag === '!Env') {
    const [name, other] =
      node.type === 'list'
        ? node.items.map((item) => textAt(item))
        : [node.type === 'scalar' ? node.text : undefined];
    const text = name === undefined ? undefined : (variables.get(name) ?? other);
    return text === undefined ? { from: name === undefined ? [] : [name] } : { text, from: [] };
  }
  if (node.tag === '!Context' && node.type === 'scalar' && context?.type === 'map') {
    const value = context.entries.find(({ key }) => key === node.text)?.value;
    return value === undefined ? { from: [] } : filled(value, variables);
  }
  return node.type === 'scalar' && node.dynamic && node.tag === undefined
    ? fromTemplate(node, variables)
    : { from: [] };
}

function fromTemplate(node: Node, variables: KnownVariables): Filled {
  const written = node.file.source.text.slice(node.start, Math.min(node.end, node.start + MOST));
  const inner = /^(["'])([\s\S]*)\1$/.exec(written)?.[2] ?? written;
  const from: string[] = [];
  const text = inner.replace(ENV_EXPRESSION, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) from.push(name);
    return value ?? '';
  });
  return from.length > 0 || text.includes('{{') ? { from: [...new Set(from)] } : { text, from: [] };
}

/** The texts of a list, filled in, and the variables that some of them lack. */
export function filledTexts(
  node: Node | undefined,
  variables: KnownVariables,
): { readonly texts: readonly string[]; readonly from: readonly string[] } {
  const all = itemsOf(node).map((one) => filled(one, variables));
  return {
    texts: all.flatMap(({ text }) => text ?? []),
    from: [...new Set(all.flatMap(({ from }) => from))],
  };
}

/** “the value of A and B”, and what to do. */
export const toldElsewhere = (from: readonly string[]): string =>
  from.length === 0
    ? 'It is known only where the file is loaded.'
    : `It is the value of ${from.join(' and ')} where the file is loaded. Bring the env file that sets it, too.`;
