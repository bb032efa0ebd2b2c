import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Result } from '../../shared/result.ts';
import { fileFailure } from '../services/files/errors.ts';
import { openFileInBrowser } from '../services/login/open-browser.ts';
import { escapeHtml, staticPage } from '../services/login/static-page.ts';

/** How long the file stays if no browser reads it. */
const KEEP_MS = 60_000;

/**
 * Opens a one-time link in the browser without the link in any argument: everyone on the machine can read the
 * arguments of a program. The browser gets the name of a file (0600, in a folder 0700) that posts the token.
 * The file is removed when `done` resolves, after a minute, or when this program ends.
 */
export async function handOver(
  entry: { readonly action: string; readonly token: string },
  done: Promise<unknown>,
  open: (file: string) => Promise<Result<void>> = openFileInBrowser,
): Promise<Result<void>> {
  let folder: string;
  try {
    folder = await mkdtemp(path.join(folderForBrowsers(), 'latchkey-open-'));
  } catch (error) {
    return fileFailure(error, folderForBrowsers());
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const late = setTimeout(remove, KEEP_MS).unref();
  void done.then(() => {
    clearTimeout(late);
    remove();
    process.off('exit', remove);
  });
  const file = path.join(folder, 'open.html');
  try {
    await writeFile(file, page(entry), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    remove();
    return fileFailure(error, file);
  }
  const opened = await open(file);
  if (!opened.ok) remove();
  return opened;
}

/**
 * A browser that was installed as a snap has a `/tmp` of its own and sees no hidden folder, but the home
 * folder (jupyter/notebook#4500 describes both).
 */
function folderForBrowsers(): string {
  return process.platform === 'linux' && existsSync('/snap') ? homedir() : tmpdir();
}

const page = ({ action, token }: { readonly action: string; readonly token: string }): string =>
  staticPage({
    title: 'Open Latchkey',
    body: `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="token" value="${escapeHtml(token)}"><button>Open Latchkey</button></form><script>document.forms[0].submit()</script>`,
  });
