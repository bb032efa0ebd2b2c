import path from 'node:path';

/** The ends of a workspace file's name; the installers register them. */
export const WORKSPACE_ENDINGS = ['.latchkey.yaml', '.latchkey.yml', '.latchkey'] as const;

/** True for a name that the file association covers. */
export const isWorkspaceFile = (file: string): boolean => {
  const name = path.basename(file).toLowerCase();
  return WORKSPACE_ENDINGS.some((ending) => name.endsWith(ending));
};

/**
 * Finds the workspace file among the arguments of a start: the last one that is a name of that kind. Switches
 * (`--…`, Chromium adds many) are never files, and everything after `--` is one even if it begins with a dash.
 *
 * @param args without the executable (and without the script, when the app runs unpackaged)
 * @param cwd the folder that relative names are meant in
 * @returns an absolute path, or undefined
 */
export function workspaceFromArguments(args: readonly string[], cwd: string): string | undefined {
  const end = args.indexOf('--');
  const names = args.filter((arg, index) => (end !== -1 && index > end) || !arg.startsWith('-'));
  const found = names.filter((name) => !name.includes('\0') && isWorkspaceFile(name)).at(-1);
  return found === undefined ? undefined : path.resolve(cwd, found);
}
