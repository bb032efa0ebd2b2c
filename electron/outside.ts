import { shell } from 'electron';
import { ok, type Result } from '../shared/result.ts';
import { externalUrl } from './external-urls.ts';
import type { Log } from './log.ts';

/**
 * The only door to the user's browser. Refuses what `externalUrl` refuses, and says so in the log. `judged` is for
 * addresses that the host's `external.open` let through: it knows the plain http addresses of the workspace too.
 */
export async function openOutside(
  url: string,
  log: Log,
  by: 'page' | 'judged' = 'page',
): Promise<Result<string>> {
  const allowed = externalUrl(url);
  if (!allowed.ok && (by === 'page' || !/^https?:\/\//.test(url))) {
    log('refused to open an address', { code: allowed.error.code, detail: allowed.error.detail ?? '' });
    return allowed;
  }
  const target = allowed.ok ? allowed.value : new URL(url).href;
  await shell.openExternal(target);
  return ok(target);
}
