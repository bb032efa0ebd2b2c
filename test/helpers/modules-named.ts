import { parseAst } from 'vite';

/** Every module that a script names: imported, exported again, imported when needed, or required. */
export function modulesNamed(script: string): readonly string[] {
  const names: string[] = [];
  const open: unknown[] = [parseAst(script)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    open.push(...Object.values(node));
    const { type, source, callee, arguments: given } = node as SyntaxNode;
    const named = type === 'CallExpression' && callee?.name === 'require' ? given?.[0] : source;
    const name = named?.value ?? named?.quasis?.[0]?.value.cooked;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

/** What is looked at in a syntax tree (ESTree). */
interface SyntaxNode {
  readonly type?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly source?: SyntaxNode | null;
  readonly callee?: SyntaxNode;
  readonly arguments?: readonly SyntaxNode[];
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}
