import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { isLoopbackHost } from '../../../shared/client/url.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

/**
 * Returns the program and arguments that open a URL in the user's browser. No system uses a shell for this.
 */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // `start` is a shell command, and the shell interprets & and %. This program takes the URL unchanged.
  if (platform === 'win32') return ['rundll32.exe', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Checks whether a browser may open this URL: https, or http on this machine. */
export function mayOpen(url: string): boolean {
  if (!canParseUrl(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopbackHost(parsed.hostname));
}

/**
 * Opens the system browser. Errors: `browser-refused` (another scheme), `browser-failed`. In both cases the
 * user can still copy the URL.
 */
export async function openBrowser(url: string): Promise<Result<void>> {
  if (!mayOpen(url)) {
    return fail('browser-refused', 'Only https addresses and this machine’s own are opened in the browser.');
  }
  return launch(new URL(url).href);
}

/** Opens a page that is a file of ours. Error: `browser-failed`. */
export const openFileInBrowser = (file: string): Promise<Result<void>> => launch(pathToFileURL(file).href);

function launch(url: string): Promise<Result<void>> {
  const [program, args] = browserCommand(process.platform, url);
  return new Promise((resolve) => {
    const failed = () =>
      resolve(fail('browser-failed', 'No browser could be opened. Copy the address into one yourself.'));
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', failed);
    child.once('spawn', () => {
      child.unref();
      // xdg-open exits quickly if there is no browser.
      const fine = setTimeout(() => resolve(ok(undefined)), 300);
      child.once('exit', (code) => {
        clearTimeout(fine);
        if (code === 0) resolve(ok(undefined));
        else failed();
      });
    });
  });
}
