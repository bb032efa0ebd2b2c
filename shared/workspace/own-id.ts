import { isMap } from 'yaml';
import { ok, type Result } from '../result.ts';
import { setWorkspaceValue } from './edit.ts';
import { readYaml } from './yaml-reader.ts';

/** The id that a workspace's text states. Undefined if it states none or can't be read. */
export function readIdOf(text: string): string | undefined {
  const root = readYaml(bare(text)).document?.contents;
  const id = isMap(root) ? root.get('id') : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/**
 * True if the text is a workspace that has no id yet, such as an example or a template. An id is made when
 * the file is first used, so that no two people or files inherit the same one.
 */
export function lacksId(text: string): boolean {
  const { document, flaws } = readYaml(bare(text));
  const root = document?.contents;
  return flaws.length === 0 && isMap(root) && root.has('latchkey') && !root.has('id');
}

/** Gives the workspace an id, in place of the one it has or else below its first line. */
export function withId(text: string, id: string): Result<string> {
  if (lacksId(text)) {
    const below = text.replace(/^latchkey:.*$/m, (line) => `${line}${newline(text)}id: ${id}`);
    if (readIdOf(below) === id) return ok(below);
  }
  return setWorkspaceValue(text, ['id'], id);
}

const bare = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);
const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
