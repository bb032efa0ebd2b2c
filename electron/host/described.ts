import type { HostFailure } from '../../shared/host.ts';
import {
  type Description,
  describedProfile,
  descriptionIn,
  kindOfName,
} from '../../shared/profile/describe.ts';
import { readAppProfile } from '../../shared/profile/read.ts';
import { namedCallbacks, namedSettings } from '../../shared/profile/setting-words.ts';
import { ok, type Result } from '../../shared/result.ts';
import { kindsOf } from '../../shared/workspace/kinds.ts';
import { type ProfileText, readProfileText } from '../services/files/profile-files.ts';
import { refuse } from './failures.ts';
import type { OpenWorkspace } from './workspaces.ts';

/**
 * The profile that follows from what a person says of an app, or what to say differently.
 *
 * @param again the kind of the app if it was described before
 */
export function profileOf(said: Description, { workspace }: OpenWorkspace, now: Date, again?: string) {
  const kind = kindOfName(said.name);
  if (kind === '') return refuse('invalid', 'The name needs a letter from a to z: it becomes the app’s id.');
  if (again !== undefined && kind !== again)
    return refuse(
      'invalid',
      `With this name the app would have the id “${kind}”, and the workspace calls it “${again}”. Keep the name. What people see at the provider is “client_name” in the workspace file.`,
    );
  if (again === undefined && kindsOf(workspace.own_kinds ?? {}).includes(kind))
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

/**
 * What was said of an app before, read from the file that was written from it. Refused if the file says anything else:
 * writing it again would lose what a person wrote there.
 */
export async function saidBefore(
  kind: string,
  { file, profiles }: OpenWorkspace,
): Promise<
  Result<{ readonly description: Description; readonly written: ProfileText }, HostFailure<'invalid'>>
> {
  const name = [...profiles].find(
    ([, read]) => read.ok && read.value.ok && read.value.profile.kind === kind,
  )?.[0];
  if (name === undefined)
    return refuse('invalid', 'No file beside the workspace describes this app any more.');
  const written = await readProfileText(file, name);
  if (!written.ok) return refuse('invalid', `${name} can’t be read: ${written.error.message}`);
  const read = readAppProfile(written.value.text);
  const description = read.ok ? descriptionIn(written.value.text, read.profile) : undefined;
  return description === undefined
    ? refuse(
        'invalid',
        `${name} was written or changed by hand, and the form would lose what was written there. Change it in an editor; Latchkey reads it again by itself.`,
      )
    : ok({ description, written: written.value });
}
