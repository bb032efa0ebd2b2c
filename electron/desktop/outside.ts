import { shell } from 'electron';
import type { Result } from '../../shared/result.ts';
import type { Log } from '../host/log.ts';
import { externalUrl } from '../page/external-urls.ts';

/** The only function that opens the user's browser. Refuses and logs what `externalUrl` refuses. */
export async function openOutside(url: string, log: Log): Promise<Result<string>> {
  const allowed = externalUrl(url);
  if (!allowed.ok) {
    log('refused to open an address', { code: allowed.error.code, detail: allowed.error.detail ?? '' });
    return allowed;
  }
  await shell.openExternal(allowed.value);
  return allowed;
}

/** Opens a folder of Latchkey's own in the system's file manager. Never called with a path from a page. */
export async function openFolder(folder: string, log: Log): Promise<void> {
  const failure = await shell.openPath(folder);
  if (failure !== '') log('the system could not open a folder');
}
