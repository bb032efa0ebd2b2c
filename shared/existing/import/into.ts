import { ok, type Result } from '../../result.ts';
import { addApp, addProvider } from '../../workspace/edit.ts';
import { stringifyWorkspace } from '../../workspace/stringify.ts';
import type { Workspace } from '../../workspace/types.ts';
import type { Imported } from './import.ts';

/** What was brought in, as a workspace of its own. */
export const asWorkspace = ({ providers, apps }: Imported, id: string): Workspace => ({
  latchkey: 1,
  id,
  providers: Object.fromEntries(providers.map((one) => [one.id, one.entry])),
  apps: Object.fromEntries(apps.map((one) => [one.id, one.entry])),
});

/** The text of a new workspace file with what was brought in. */
export const newWorkspaceText = (imported: Imported, id: string): string =>
  stringifyWorkspace(asWorkspace(imported, id));

/**
 * Adds what was brought in to the text of a workspace: providers that it doesn't have, and the chosen apps. Everything
 * that is there stays as it is. Fails as `shared/workspace/edit.ts` does.
 */
export function addImported(
  text: string,
  imported: Imported,
  chosen: ReadonlySet<string> = new Set(imported.apps.map(({ id }) => id)),
): Result<string> {
  const apps = imported.apps.filter(({ id }) => chosen.has(id));
  const used = new Set(apps.map(({ entry }) => entry.provider));
  let result: Result<string> = ok(text);
  for (const { id, entry, known } of imported.providers)
    if (result.ok && !known && used.has(id)) result = addProvider(result.value, id, entry);
  for (const { id, entry } of apps) if (result.ok) result = addApp(result.value, id, entry);
  return result;
}
