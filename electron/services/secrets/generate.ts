import { createPrivateKey, generateKeyPair, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { SECRET_CHARSETS, type SecretCharset } from '../../../shared/secrets.ts';

const generateKeyPairAsync = promisify(generateKeyPair);

export interface ClientSecretOptions {
  /** Characters, 32 to 256. Default 64: 381 bits in letters and digits. */
  readonly length?: number;
  /** Default `alphanumeric`; see `SECRET_CHARSETS` for what speaks against the other. */
  readonly charset?: SecretCharset;
}

/** A new client secret from the system's secure random source, every character equally likely. */
export function generateClientSecret(options: ClientSecretOptions = {}): string {
  const { length = 64, charset = 'alphanumeric' } = options;
  if (!Number.isInteger(length) || length < 32 || length > 256) {
    throw new RangeError('A client secret has 32 to 256 characters.');
  }
  return randomCharacters(SECRET_CHARSETS[charset].characters, length);
}

/**
 * A new client id: the letters and digits of the app id, then 12 random characters, so that it is recognised in a
 * provider's list and not guessed. Only letters and digits, because the id is half of the Basic credentials too:
 * what a client form-encodes and a provider doesn't decode ends in `invalid_client`.
 */
export function generateClientId(appId: string): string {
  const name = appId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40);
  return `${name}${randomCharacters(SECRET_CHARSETS.alphanumeric.characters, 12)}`;
}

/** Authelia's `identity_providers.oidc.hmac_secret`: at least 64 random characters are asked for. */
export const generateHmacSecret = (): string => generateClientSecret();

/** Authelia's `storage.encryption_key`. Losing it loses what is encrypted in the database. */
export const generateStorageEncryptionKey = (): string => generateClientSecret();

/** Authelia's `session.secret`. */
export const generateSessionSecret = (): string => generateClientSecret();

/** Authelia's `identity_validation.reset_password.jwt_secret`. */
export const generateJwtSecret = (): string => generateClientSecret();

export type SigningKeySpec =
  | { readonly kty: 'RSA'; readonly bits?: 2048 | 3072 | 4096 }
  | { readonly kty: 'EC'; readonly crv: 'P-256' | 'P-384' | 'P-521' };

/** A new signing key as PKCS#8 PEM, newline-terminated. Made off the event loop; RSA 4096 may take seconds. */
export async function generateSigningKey(spec: SigningKeySpec): Promise<string> {
  const { privateKey } =
    spec.kty === 'RSA'
      ? await generateKeyPairAsync('rsa', { modulusLength: spec.bits ?? 2048 })
      : await generateKeyPairAsync('ec', { namedCurve: spec.crv });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** What speaks against a private key as a signing key, or its PKCS#8 PEM. Says nothing of the key itself. */
export function readSigningKey(
  pem: string,
): { readonly ok: true; readonly pem: string } | { readonly ok: false; readonly problem: string } {
  if (/ENCRYPTED/.test(pem)) {
    return { ok: false, problem: 'is locked with a passphrase; provide it without one' };
  }
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') {
      return { ok: false, problem: 'is not an RSA key; Authelia needs one that signs RS256' };
    }
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
      return { ok: false, problem: 'has less than 2048 bits, which Authelia refuses' };
    }
    return { ok: true, pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
  } catch {
    return {
      ok: false,
      problem: 'is not a private key in PEM form (-----BEGIN PRIVATE KEY----- and the lines after it)',
    };
  }
}

export interface OwnSecretFinding {
  readonly code:
    | 'secret-empty'
    | 'secret-is-digest'
    | 'secret-is-marked-plain'
    | 'secret-line-break'
    | 'secret-blank'
    | 'secret-quotes'
    | 'secret-dollar'
    | 'secret-reserved-characters'
    | 'secret-not-alphanumeric'
    | 'secret-too-short'
    | 'secret-too-long';
  /** `error`: can't work. `warning`: breaks on known products. `note`: works with most. */
  readonly severity: 'error' | 'warning' | 'note';
  /** What is wrong and what to do; never the value. */
  readonly message: string;
}

const DIGEST = /^\$(?:pbkdf2|argon2|scrypt|bcrypt|y\$|2[abxy]?\$|[1567]\$)/;

/** Judges a client secret that someone brings along. No findings: nothing speaks against it. */
export function checkOwnSecret(value: string): readonly OwnSecretFinding[] {
  const findings: OwnSecretFinding[] = [];
  const add = (
    code: OwnSecretFinding['code'],
    severity: OwnSecretFinding['severity'],
    message: string,
  ): void => void findings.push({ code, severity, message });

  if (value.trim() === '') {
    add('secret-empty', 'error', 'There is nothing in it. Paste the client secret in clear text.');
    return findings;
  }
  if (DIGEST.test(value.trim())) {
    add(
      'secret-is-digest',
      'error',
      'This is a digest, the form that only Authelia keeps. Paste the clear text it was made from; from a digest it can’t be had back, so if the clear text is lost, make a new secret.',
    );
    return findings;
  }
  if (value.startsWith('$plaintext$')) {
    add(
      'secret-is-marked-plain',
      'error',
      'The mark $plaintext$ belongs into Authelia’s configuration only. Paste what comes after it.',
    );
  }
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value)) {
    add(
      'secret-line-break',
      'error',
      'There is a line break or a control character in it, most likely copied along. Paste it again without.',
    );
  }
  // The mark already says what to do about its own `$`.
  const own = value.replace(/^\$plaintext\$/, '');
  if (/[^\S\n\r\t\v\f]|\t/.test(own)) {
    add(
      'secret-blank',
      'warning',
      'There is a blank in it, most likely copied along. Paste it again without.',
    );
  }
  if (/["'`“”‘’]/.test(own)) {
    add(
      'secret-quotes',
      'warning',
      'There are quotes in it. If they were copied along, leave them out; if they belong to it, choose another secret: env files keep or drop them as they like.',
    );
  }
  if (own.includes('$')) {
    add(
      'secret-dollar',
      'warning',
      'There is a $ in it, which Docker Compose takes for the beginning of a variable. Choose a secret without it.',
    );
  }
  // Blanks, quotes and `$` have been named already.
  if (/[^A-Za-z0-9\-._~\s"'`“”‘’$\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(own)) {
    add(
      'secret-reserved-characters',
      'warning',
      'There are characters besides letters, digits and - . _ ~ in it. Clients and providers that don’t agree on encoding them end in invalid_client. Choose a secret of letters and digits.',
    );
  } else if (/[-._~]/.test(own)) {
    add(
      'secret-not-alphanumeric',
      'note',
      'There is one of - . _ ~ in it, which breaks with a client that encodes credentials and a provider that does not decode them. Letters and digits alone always work.',
    );
  }
  if (own.length < 32) {
    add(
      'secret-too-short',
      'warning',
      'It is shorter than 32 characters. A client secret is never typed, so it can be long: 64 random letters and digits.',
    );
  }
  if (new TextEncoder().encode(own).length > 1024) {
    add(
      'secret-too-long',
      'error',
      'It is longer than 1024 bytes, which no product expects. Is it a whole file?',
    );
  }
  return findings;
}

/** `randomInt` draws without bias, from the system's secure source. */
function randomCharacters(characters: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += characters[randomInt(characters.length)];
  return text;
}
