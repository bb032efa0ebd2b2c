import { randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/result.ts';
import { shellLine } from '../../shared/shell.ts';
import { readIdOf, withId } from '../../shared/workspace/own-id.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { dataFolder } from '../services/files/data-folder.ts';
import { type IdStanding, openIdFiles } from '../services/files/id-file.ts';
import { readWorkspace, writeWorkspace } from '../services/files/workspace-store.ts';

/**
 * Finds out whether the workspace file owns its id. If another file had the id first, says so on stderr: the
 * two share client ids and secrets.
 *
 * @param source the value of `--secrets`; only the keychain is shared
 */
export async function noteFile(
  path: string,
  workspace: Workspace,
  source: string | undefined = 'keychain',
): Promise<IdStanding> {
  if (source !== 'keychain') return { kind: 'own' };
  const stored = await readWorkspace(path);
  // The id may have been made for this run only.
  if (!stored.ok || readIdOf(new TextDecoder().decode(stored.value.bytes)) !== workspace.id)
    return { kind: 'own' };
  const standing = await openIdFiles(dataFolder()).standing(workspace.id, stored.value.realPath);
  if (standing.kind === 'copy') {
    process.stderr.write(
      `latchkey: warning: ${path} has the same id as ${standing.of} (${workspace.id}), so both share client ids and secrets.\n  ${wayOut(path, standing.of)}\n`,
    );
  }
  return standing;
}

/** Refuses to change the secrets of the file that `path` is a copy of. */
export function refuseCopy(path: string, of: string): ReturnType<typeof fail> {
  return fail(
    'shared-id',
    `Nothing was changed, because these secrets belong to ${of}, which has the same id as ${path}.`,
    `${wayOut(path, of)} To change the secrets of both anyway, add --force.`,
  );
}

/**
 * Gives a copy of a workspace file an id of its own. Codes: `not-a-copy`, those of reading and writing.
 *
 * @param force also for a file that is no copy; its secrets then stay behind under the old id
 */
export async function giveOwnId(path: string, workspace: Workspace, force: boolean): Promise<Result<string>> {
  const standing = await openIdFiles(dataFolder()).standing(workspace.id, await realPathOf(path));
  if (standing.kind === 'own' && !force) {
    return fail(
      'not-a-copy',
      `No other file has the id of ${path}, so nothing was changed. With another id it would lose its secrets; --force does it anyway.`,
    );
  }
  const stored = await readWorkspace(path);
  if (!stored.ok) return stored;
  const id = randomUUID();
  const named = withId(new TextDecoder().decode(stored.value.bytes), id);
  if (!named.ok) return named;
  const written = await writeWorkspace(path, named.value, stored.value.sha256);
  if (!written.ok) return written;
  await openIdFiles(dataFolder()).take(id, written.value.realPath);
  return ok(id);
}

const wayOut = (path: string, of: string): string =>
  `Give this file an id and secrets of its own: latchkey secrets new-id ${shellLine([path])}. If it takes the other's place, move or delete ${of} instead.`;

async function realPathOf(path: string): Promise<string> {
  const stored = await readWorkspace(path);
  return stored.ok ? stored.value.realPath : path;
}
