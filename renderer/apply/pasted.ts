/** Words of a form that are chosen in a list or switched, never pasted. */
const CHOSEN =
  /^(?:on|off|yes|no|any|all|none|each time|never|required|not required|optional|allowed|strict|text|custom|confidential|public|oauth2|default|both|empty)$/i;
/** A variable or a key of a file: any value of it is pasted. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** What a person compares, and pastes nowhere. */
const COMPARED =
  /^(?:expected\b|both have to be\b|must not|claim compared)|\(shown, compare\)$| in (?:that address|the answer)$| at the provider$|^where\b|^https?:/i;
/** What is chosen in a list, whatever its value. */
const LISTED =
  /\b(?:flow|selected)$|^(?:type|template|designation|mode|authentication|client type|signing key)$/i;

/** What a person does with a value. */
export const actOn = (field: Parameters<typeof isPasted>[0]): 'copy' | 'choose' | 'compare' =>
  isPasted(field) ? 'copy' : COMPARED.test(field.label) ? 'compare' : 'choose';

/** True if a value is pasted as it is; prose, a choice in a list and what is only compared are not. */
export function isPasted({
  label,
  value,
  secret,
}: {
  readonly label: string;
  readonly value: string;
  readonly secret?: boolean;
}): boolean {
  if (secret === true) return true;
  if (value.trim() === '' || COMPARED.test(label) || LISTED.test(label)) return false;
  if (VARIABLE.test(label)) return true;
  if (CHOSEN.test(value.trim())) return false;
  // Expressions and commands.
  if (value.includes('\n') || /\bcommand\b|\bvolume\b|expression|which files/i.test(label)) return true;
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) || !/\s/.test(value)) return true;
  // Several words: a name that is given, or scopes.
  return /\b(?:name|title|scopes?)$/i.test(label) && !/[.;]\s|^(?:the|an?|of|as|in)\s/i.test(value);
}
