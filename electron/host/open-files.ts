import path from 'node:path';
import { isWorkspaceFile } from '../../shared/workspace/file-name.ts';

/**
 * Finds the workspace file in the command-line arguments: the last one with such a name. Switches (`--…`,
 * Chromium adds many) are never files; everything after `--` is a file even if it begins with a dash.
 *
 * @param args without the executable (and without the script, when the app runs unpackaged)
 * @param cwd the folder that relative names refer to
 * @returns an absolute path, or undefined if there is none
 */
export function workspaceFromArguments(args: readonly string[], cwd: string): string | undefined {
  const end = args.indexOf('--');
  const names = args.filter((arg, index) => (end !== -1 && index > end) || !arg.startsWith('-'));
  const found = names.filter((name) => !name.includes('\0') && isWorkspaceFile(name)).at(-1);
  return found === undefined ? undefined : path.resolve(cwd, found);
}
