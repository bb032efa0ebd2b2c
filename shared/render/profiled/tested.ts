import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { unsureFacts } from '../../profile/unsure.ts';

/**
 * How well it is known that a profile is right, one thing a line. A file beside the workspace may say anything of itself,
 * so what it claims is not repeated as if Latchkey said it.
 */
export function testedLines(
  { tested, unsure }: AppProfile | ProviderProfile,
  isOwn = false,
): readonly string[] {
  const { version, date, with: other } = tested;
  const what = other === undefined ? version : `${version} (${other})`;
  const stamps = {
    run: `Run by us with ${what} on ${date}.`,
    code: `Read in the source of ${what} on ${date}; not run by us.`,
    guide: `From a guide for ${what}, read on ${date}; not run by us.`,
  };
  const how = isOwn
    ? `Described in a file beside the workspace, which we have not checked; the test login shows whether it holds.`
    : stamps[tested.how];
  return unsure?.length ? [how, 'Not confirmed:', ...unsureFacts(unsure)] : [how];
}
