import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWorkspaceFile } from '../../shared/workspace/file-name.ts';

/**
 * Finds the workspace files in the command-line arguments, by their names. Switches (`--…`, Chromium adds many)
 * are never files; everything after `--` is a file even if it begins with a dash.
 *
 * @param args without the executable (and without the script, when the app runs unpackaged)
 * @param cwd the folder that relative names refer to
 * @returns absolute paths, each once, in the order in which they stand
 */
export function workspacesFromArguments(args: readonly string[], cwd: string): readonly string[] {
  const end = args.indexOf('--');
  const names = args
    .filter((arg, index) => (end !== -1 && index > end) || !arg.startsWith('-'))
    .map(pathOfAddress);
  const found = names.filter((name) => !name.includes('\0') && isWorkspaceFile(name));
  return [...new Set(found.map((name) => path.resolve(cwd, name)))];
}

/** The path of a `file:` address, which Linux file managers pass (`Exec=… %U`); anything else as it is. */
function pathOfAddress(name: string): string {
  if (!/^file:\/\//i.test(name)) return name;
  try {
    return fileURLToPath(name);
  } catch {
    // On another machine, or badly encoded: then there is no such file, and opening it says so.
    return name;
  }
}
