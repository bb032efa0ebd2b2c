import { createPrivateKey, generateKeyPair, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { SECRET_CHARSETS, type SecretCharset } from '../../../shared/secrets.ts';

const generateKeyPairAsync = promisify(generateKeyPair);

export interface ClientSecretOptions {
  /** Number of characters, 32 to 256. Default 64: 381 bits with letters and digits. */
  readonly length?: number;
  /** Default `alphanumeric`. See `SECRET_CHARSETS` for the disadvantages of the other one. */
  readonly charset?: SecretCharset;
}

/** Generates a client secret from the system's secure random source. Every character is equally likely. */
export function generateClientSecret(options: ClientSecretOptions = {}): string {
  const { length = 64, charset = 'alphanumeric' } = options;
  if (!Number.isInteger(length) || length < 32 || length > 256) {
    throw new RangeError('A client secret has 32 to 256 characters.');
  }
  return randomCharacters(SECRET_CHARSETS[charset].characters, length);
}

/**
 * Generates a client id: the letters and digits of the app id, then 12 random characters. The user can
 * recognise it in the provider's list, but it can't be guessed. It has only letters and digits because it is
 * also part of the Basic credentials: if a client form-encodes it and the provider doesn't decode it, the
 * result is `invalid_client`.
 */
export function generateClientId(appId: string): string {
  const name = appId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40);
  return `${name}${randomCharacters(SECRET_CHARSETS.alphanumeric.characters, 12)}`;
}

/** Authelia's `identity_providers.oidc.hmac_secret`. Authelia asks for at least 64 random characters. */
export const generateHmacSecret = (): string => generateClientSecret();

/** Authelia's `storage.encryption_key`. If it is lost, the encrypted data in the database is lost too. */
export const generateStorageEncryptionKey = (): string => generateClientSecret();

/** Authelia's `session.secret`. */
export const generateSessionSecret = (): string => generateClientSecret();

/** Authelia's `identity_validation.reset_password.jwt_secret`. */
export const generateJwtSecret = (): string => generateClientSecret();

export type SigningKeySpec =
  | { readonly kty: 'RSA'; readonly bits?: 2048 | 3072 | 4096 }
  | { readonly kty: 'EC'; readonly crv: 'P-256' | 'P-384' | 'P-521' };

/**
 * Generates a signing key as PKCS#8 PEM with a final newline. Runs off the event loop. RSA 4096 may take
 * seconds.
 */
export async function generateSigningKey(spec: SigningKeySpec): Promise<string> {
  const { privateKey } =
    spec.kty === 'RSA'
      ? await generateKeyPairAsync('rsa', { modulusLength: spec.bits ?? 2048 })
      : await generateKeyPairAsync('ec', { namedCurve: spec.crv });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Returns a signing key as PKCS#8 PEM, or says why it can't be used. The message never contains the key. */
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
  /** `error`: doesn't work. `warning`: fails with known products. `note`: works with most. */
  readonly severity: 'error' | 'warning' | 'note';
  /** What is wrong and what to do. Never contains the value. */
  readonly message: string;
}

const DIGEST = /^\$(?:pbkdf2|argon2|scrypt|bcrypt|y\$|2[abxy]?\$|[1567]\$)/;

/** Checks a client secret that the user provides. No findings means no problem. */
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
  // The finding for the `$plaintext$` prefix already covers its own `$`.
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
  // Blanks, quotes and `$` are already covered above.
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

/** `randomInt` uses the system's secure source and has no bias. */
function randomCharacters(characters: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += characters[randomInt(characters.length)];
  return text;
}
