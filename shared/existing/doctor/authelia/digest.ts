/** What a text under `client_secret` is. */
export type SecretForm =
  | 'digest'
  | 'clear'
  | 'short'
  | 'malformed'
  | 'eaten'
  | 'no-first-dollar'
  | 'doubled'
  | 'in-quotes'
  | 'placeholder';

/** The characters of the key of a digest, without padding. */
const KEY_LENGTHS: Readonly<Record<string, number>> = {
  pbkdf2: 27,
  'pbkdf2-sha1': 27,
  'pbkdf2-sha224': 38,
  'pbkdf2-sha256': 43,
  'pbkdf2-sha384': 64,
  'pbkdf2-sha512': 86,
};

const NAMES = '(?:pbkdf2(?:-sha\\d{1,3})?|argon2(?:id|i|d)|scrypt|bcrypt(?:-sha256)?|2[abxy]|[56])';
const DIGEST = new RegExp(`^\\$${NAMES}\\$`);
const NO_DOLLAR = /^(?:pbkdf2(?:-sha\d{1,3})?|argon2(?:id|i|d)|scrypt|bcrypt-sha256)\$/;
const DOUBLED = new RegExp(`^\\$\\$${NAMES}\\$\\$`);

/** Says what a secret of a client is; never what it holds. */
export function secretForm(text: string): SecretForm {
  if (/^(["']).*\1$/s.test(text) && text.length > 2) return 'in-quotes';
  if (DOUBLED.test(text)) return 'doubled';
  if (text.startsWith('$plaintext$')) return 'clear';
  if (DIGEST.test(text)) return formOfDigest(text);
  if (NO_DOLLAR.test(text)) return 'no-first-dollar';
  // `$pbkdf2`, `$310000` and the salt were taken for variables: what is left begins in the middle.
  if (/^-sha(?:1|224|256|384|512)(?:\$|[0-9]|$)/.test(text) || /^(?:\$?-sha\d{3}|=19\b)/.test(text))
    return 'eaten';
  if (/^\$\{?[A-Z][A-Z0-9_]*\}?$/.test(text)) return 'placeholder';
  return text.startsWith('$') ? 'malformed' : 'clear';
}

function formOfDigest(text: string): SecretForm {
  if (/\s/.test(text)) return 'malformed';
  const [, name = '', ...parts] = text.split('$');
  const length = KEY_LENGTHS[name];
  if (length === undefined) {
    const wanted = /^2[abxy]$/.test(name) ? 2 : name === 'scrypt' || name === '5' || name === '6' ? 2 : 3;
    const last = parts.at(-1) ?? '';
    if (parts.length < wanted || last === '') return 'malformed';
    return /^2[abxy]$/.test(name) && last.length < 53 ? 'short' : 'digest';
  }
  const [rounds = '', salt = '', key = ''] = parts;
  if (parts.length !== 3 || !/^[1-9]\d*$/.test(rounds)) return 'malformed';
  if (![salt, key].every((part) => /^[A-Za-z0-9./]+$/.test(part) && part.length % 4 !== 1))
    return 'malformed';
  return key.length < length ? 'short' : 'digest';
}

/** Digests that can be compared: complete ones. */
export const isWholeDigest = (text: string): boolean => secretForm(text) === 'digest';
