import { homedir } from 'node:os';
import path from 'node:path';
import type { HostFailure } from '../../shared/host.ts';
import { ok, type Result } from '../../shared/result.ts';
import { isWorkspaceFile, WORKSPACE_ENDING } from '../../shared/workspace/file-name.ts';
import { refuse } from './failures.ts';

/**
 * Makes a path that a person typed absolute; `~` means the home folder. Refuses relative paths, because a
 * person in a browser does not know which folder the program was started in. Codes `path-needed`,
 * `path-not-absolute`.
 */
export function readTypedPath(
  typed: string | undefined,
  home = homedir(),
): Result<string, HostFailure<'path-needed' | 'path-not-absolute'>> {
  const text = typed?.trim() ?? '';
  if (text === '')
    return refuse('path-needed', `Type the full path, e.g. /home/alex/home${WORKSPACE_ENDING}.`);
  if (text.includes('\0')) return refuse('path-not-absolute', 'This is no path.');
  const full =
    text === '~' || text.startsWith('~/') || text.startsWith('~\\') ? path.join(home, text.slice(1)) : text;
  return path.isAbsolute(full)
    ? ok(path.normalize(full))
    : refuse(
        'path-not-absolute',
        `Type the full path, from ${path.parse(home).root} on or beginning with ~/.`,
      );
}

/** Adds the workspace file ending if the person left it out. */
export const withEnding = (file: string): string =>
  isWorkspaceFile(file) || /\.ya?ml$/i.test(file) ? file : `${file}${WORKSPACE_ENDING}`;
