import { rootOf } from '../../catalog/providers/profiled.ts';
import type { ProviderEntry } from '../../workspace/types.ts';
import type { AuthentikDialect } from './dialect.ts';

/** The URL of a page of the admin interface. Options are encoded JSON after a semicolon. */
export function adminUrl(
  entry: ProviderEntry,
  page: string,
  options?: Readonly<Record<string, boolean>>,
): string {
  const tail = options === undefined ? '' : `;${encodeURIComponent(JSON.stringify(options))}`;
  return `${rootOf(entry.url)}/if/admin/#/${page}${tail}`;
}

/** The button above a list, e.g. `New Provider`, or `Create` in older versions. */
export const newButton = (dialect: AuthentikDialect, what: string): string =>
  dialect.new_button.replace('{}', what);
