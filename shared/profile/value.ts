import { type Circumstances, holds } from './condition.ts';
import type { ProfileChoice, ProfileJson, ProfileSetting, ProfileTexts, ProfileValue } from './schema.ts';
import { partsOf } from './template.ts';

/** Every form that a value may take, in the profile's order. */
export const choicesOf = (value: ProfileValue): readonly ProfileChoice[] =>
  typeof value !== 'object' ? [{ value }] : Array.isArray(value) ? value : [value as ProfileChoice];

/** The form that counts here: the first whose conditions hold. */
export const chosenOf = (value: ProfileValue, at: Circumstances): ProfileChoice | undefined =>
  choicesOf(value).find((one) => holds(one, at));

/** The forms of a text, not filled in. */
export const templatesOf = (texts: ProfileTexts): readonly string[] =>
  typeof texts === 'string' ? [texts] : texts.map(({ value }) => value);

/** What a form holds, not filled in. */
export const contentOf = ({ json, value }: ProfileChoice): ProfileJson | undefined => json ?? value;

/** The variables in a value, however deep. */
export function namesIn(node: ProfileJson): string[] {
  if (typeof node === 'string') return partsOf(node).map(({ name }) => name);
  return typeof node === 'object' ? Object.values(node).flatMap(namesIn) : [];
}

/** Every value that a setting is tried with. */
export function sampleValues({
  type,
  choices,
  example,
  default: preset,
}: ProfileSetting): (string | boolean | readonly string[])[] {
  if (type === 'boolean') return [true, false];
  if (choices) return [...choices];
  const text = example ?? (typeof preset === 'string' ? preset : 'groups');
  return type === 'list' ? [[text]] : [text];
}
