import type { LiveDifference } from '../../shared/existing/import/live.ts';
import { LIVE_KEYS } from '../../shared/existing/import/live-keys.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { removeWorkspaceValue, setWorkspaceValue } from '../../shared/workspace/edit.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { liveOf } from '../services/apply/live-clients.ts';
import { closeAll, type Ready } from '../services/apply/sides.ts';
import { readProfileFiles } from '../services/files/profile-files.ts';
import { readWorkspace, writeWorkspace } from '../services/files/workspace-store.ts';
import { describeProblems } from './problems.ts';

/**
 * Writes into the workspace what the provider holds now, key by key.
 *
 * @param read opens the side of this app at its provider
 * @returns what was written, which is nothing where the workspace says the same already
 */
export async function takeOver(
  path: string,
  app: string,
  keys: readonly string[],
  workspace: Workspace,
  read: () => Promise<Result<readonly Ready[]>>,
): Promise<Result<readonly LiveDifference[]>> {
  const wrong = keys.find((key) => !LIVE_KEYS.some((one) => one === key));
  if (wrong !== undefined)
    return fail('wrong-use', `--take-over takes a key of an app’s entry: ${LIVE_KEYS.join(', ')}.`);
  const ready = await read();
  if (!ready.ok) return ready;
  const live = await liveOf(workspace, ready.value);
  await closeAll(ready.value);
  if (!live.ok) return live;
  const client = live.value.get(app);
  if (client === undefined)
    return fail(
      'no-live-client',
      'The client of this app is not among those that the provider answered, so nothing was taken over.',
    );
  const unsaid = client.unsaid.filter((key) => keys.includes(key));
  if (unsaid.length > 0)
    return fail(
      'not-said',
      `The provider says nothing of ${unsaid.join(', ')}, so nothing was taken over: leave out what it doesn’t say.`,
    );
  const changes = client.differences.filter(({ key }) => keys.includes(key));
  if (changes.length === 0) return ok([]);
  const written = await writeTakenOver(path, app, changes);
  return written.ok ? ok(changes) : written;
}

/** Sets the keys in the text of the workspace, whose comments and order stay. */
async function writeTakenOver(
  path: string,
  app: string,
  changes: readonly LiveDifference[],
): Promise<Result<void>> {
  const before = await readWorkspace(path);
  if (!before.ok) return before;
  let text = ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(before.value.bytes)) as Result<string>;
  for (const { key, live } of changes)
    if (text.ok)
      text =
        live === undefined
          ? removeWorkspaceValue(text.value, ['apps', app, key])
          : setWorkspaceValue(text.value, ['apps', app, key], live);
  if (!text.ok) return text;
  const parsed = parseWorkspace(text.value, await readProfileFiles(path, text.value));
  if (!parsed.ok)
    return fail(
      'workspace-invalid',
      'A workspace can’t say what the provider holds there, so nothing was written.',
      describeProblems(path, parsed.problems),
    );
  const written = await writeWorkspace(path, text.value, before.value.sha256);
  return written.ok ? ok(undefined) : written;
}
