import { homedir } from 'node:os';
import path from 'node:path';
import type { HostFailure } from '../../shared/host.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse } from './failures.ts';
import { isWorkspaceFile } from './open-files.ts';

/**
 * A path as a person typed it, made absolute: `~` stands for the home folder. Relative paths are refused: nobody
 * in a browser knows which folder the program was started in. Codes `path-needed`, `path-not-absolute`.
 */
export function readTypedPath(
  typed: string | undefined,
  home = homedir(),
): Result<string, HostFailure<'path-needed' | 'path-not-absolute'>> {
  const text = typed?.trim() ?? '';
  if (text === '') return refuse('path-needed', 'Type the full path, e.g. /home/alex/home.latchkey.yaml.');
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

/** Gives a workspace its ending where the person left it out. */
export const withEnding = (file: string): string =>
  isWorkspaceFile(file) || /\.ya?ml$/i.test(file) ? file : `${file}.latchkey.yaml`;
