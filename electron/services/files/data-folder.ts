import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for everything except workspaces and secrets: settings, recent files, ticks, test results.
 * Follows the system's convention (XDG Base Directory on Linux); `LATCHKEY_DATA` names another folder.
 */
export function dataFolder(
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
  home: string = homedir(),
): string {
  const own = absolute(env['LATCHKEY_DATA']);
  if (own !== undefined) return own;
  if (platform === 'win32')
    return path.join(absolute(env['APPDATA']) ?? path.join(home, 'AppData', 'Roaming'), 'Latchkey');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Latchkey');
  return path.join(absolute(env['XDG_CONFIG_HOME']) ?? path.join(home, '.config'), 'latchkey');
}

/** Ignores relative paths: XDG demands it, and they would depend on the folder the program was started in. */
const absolute = (folder: string | undefined): string | undefined =>
  folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
