import type { ProviderProfile } from '../../profile/provider-schema.ts';
import type { AppProfile } from '../../profile/schema.ts';

/** How well it is known that a profile is right, as sentences. */
export function testedSentence({ tested, unsure }: AppProfile | ProviderProfile): string {
  const { version, date, with: other } = tested;
  const what = other === undefined ? version : `${version} (${other})`;
  const how = {
    run: `Run by us with ${what} on ${date}.`,
    code: `Read in the source of ${what} on ${date}; not run by us.`,
    guide: `From a guide for ${what}, read on ${date}; not run by us.`,
  }[tested.how];
  return unsure?.length
    ? `${how} Not confirmed: ${unsure.map((one) => one.replace(/\.$/, '')).join('; ')}.`
    : how;
}
