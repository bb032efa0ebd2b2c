import { type Description, describedProfile, kindOfName } from '../../shared/profile/describe.ts';
import { readAppProfile } from '../../shared/profile/read.ts';
import { namedCallbacks, namedSettings } from '../../shared/profile/setting-words.ts';
import { ok } from '../../shared/result.ts';
import { kindsOf } from '../../shared/workspace/kinds.ts';
import { refuse } from './failures.ts';
import type { OpenWorkspace } from './workspaces.ts';

/** The profile that follows from what a person says of an app, or what to say differently. */
export function profileOf(said: Description, { workspace }: OpenWorkspace, now: Date) {
  const kind = kindOfName(said.name);
  if (kind === '') return refuse('invalid', 'The name needs a letter from a to z: it becomes the app’s id.');
  if (kindsOf(workspace.own_kinds ?? {}).includes(kind))
    return refuse(
      'invalid',
      `There is an app with the id “${kind}” already. Choose that one from the list, or give this one another name.`,
    );
  if (namedCallbacks(said.callbacks).length === 0)
    return refuse('invalid', 'The redirect URI is missing: the provider sends people back there.');
  const settings = namedSettings(said.settings);
  const unclear = settings.find(({ value }) => value === undefined);
  if (unclear)
    return refuse(
      'invalid',
      `What belongs into “${unclear.name}” is not known from its name. Write it behind: ${unclear.name} = {issuer}, or the words that stand there; or leave the line out.`,
    );
  const needed = said.method === 'none' ? ['{client_id}'] : ['{client_id}', '{client_secret}'];
  for (const one of needed)
    if (!settings.some(({ value }) => value === one))
      return refuse(
        'invalid',
        `No setting for the ${one === '{client_id}' ? 'client id' : 'client secret'} is among the names. Add its name as the app’s documentation has it${one === '{client_id}' ? '' : ', or say that the app has no secret'}.`,
      );
  const text = describedProfile(said, now.toISOString().slice(0, 10));
  const read = readAppProfile(text);
  if (read.ok) return ok({ kind, text });
  const [first] = read.problems;
  return refuse('invalid', `${first!.message} ${first!.suggestion}`.trim());
}
