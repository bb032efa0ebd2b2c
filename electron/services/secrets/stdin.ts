import { fail, ok, type Result } from '../../../shared/result.ts';
import type { SecretPurpose } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { appSecretOf, clientOf, furtherKeys } from './apps.ts';
import { checkOwnSecret, readSigningKey } from './generate.ts';

const APP_KEYS = ['client_id', 'client_secret', 'client_secret_digest'] as const;
const PROVIDER_KEYS = ['hmac_secret', 'jwks_key'] as const;

/** Values provided from outside, by owner and purpose. Missing values are generated. */
export type StdinSecrets = ReadonlyMap<string, ReadonlyMap<SecretPurpose, string>>;

const TEXT_LIMIT = 1024 * 1024;
const VALUE_LIMIT = 16_384;
const HMAC_MINIMUM = 64;

/**
 * Parses the input of `--secrets stdin`: `{"<app id>": {"client_id", "client_secret",
 * "client_secret_digest", "app_secret"}, "<app id>_<client>": {"client_id", "client_secret", "client_secret_digest"},
 * "<provider id>": {"hmac_secret", "jwks_key"}}`, and `api_token` of either for its API. All keys are optional; the second is for a
 * further client of the app.
 *
 * Codes: `stdin-too-big`, `stdin-not-json`, `stdin-shape`, `stdin-unknown-id`, `stdin-unknown-key`,
 * `secret-unfit`. Messages contain ids and keys but never values, not even in the JSON parser's own message.
 */
export function parseStdinSecrets(text: string, workspace: Workspace): Result<StdinSecrets> {
  if (text.length > TEXT_LIMIT) {
    return fail(
      'stdin-too-big',
      'More than 1 MiB came on stdin. Send the JSON object with the secrets alone.',
    );
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return fail(
      'stdin-not-json',
      'What came on stdin is not JSON. Send {"<app id>": {"client_secret": "…"}}, or {} to have everything generated.',
    );
  }
  if (!isObject(parsed))
    return fail('stdin-shape', 'Send one JSON object on stdin, with app and provider ids as keys.');

  const secrets = new Map<string, ReadonlyMap<SecretPurpose, string>>();
  for (const [index, [owner, entry]] of Object.entries(parsed).entries()) {
    const allowed = [
      ...(clientOf(workspace, owner) === undefined ? [] : APP_KEYS),
      ...(Object.hasOwn(workspace.apps, owner) && appSecretOf(workspace, owner)
        ? (['app_secret'] as const)
        : []),
      ...(Object.hasOwn(workspace.providers, owner) ? PROVIDER_KEYS : []),
      ...(Object.hasOwn(workspace.apps, owner) || Object.hasOwn(workspace.providers, owner)
        ? (['api_token'] as const)
        : []),
    ];
    if (allowed.length === 0) {
      return fail(
        'stdin-unknown-id',
        `The workspace has no app and no provider named ${named(owner, index)}, which stdin gives secrets for. Its ids are: ${[...Object.keys(workspace.apps).flatMap((app) => [app, ...furtherKeys(workspace, app)]), ...Object.keys(workspace.providers)].join(', ')}.`,
      );
    }
    if (!isObject(entry)) {
      return fail(
        'stdin-shape',
        `The secrets of “${owner}” have to be an object with the keys ${allowed.join(', ')}.`,
      );
    }
    const values = new Map<SecretPurpose, string>();
    for (const [place, [key, value]] of Object.entries(entry).entries()) {
      const purpose = allowed.find((known) => known === key);
      if (purpose === undefined) {
        return fail(
          'stdin-unknown-key',
          `“${owner}” can’t have a secret named ${named(key, place)}. Its keys are: ${allowed.join(', ')}.`,
        );
      }
      const read = judge(owner, purpose, value);
      if (!read.ok) return read;
      values.set(purpose, read.value);
    }
    secrets.set(owner, values);
  }
  return ok(secrets);
}

/**
 * Returns a value in the form in which it is stored (a key as PKCS#8), or says why it can't be used. For
 * stdin and for values typed in.
 */
export function judge(owner: string, purpose: SecretPurpose, value: unknown): Result<string> {
  const where = `${purpose} of “${owner}”`;
  if (typeof value !== 'string') return fail('stdin-shape', `The ${where} has to be a text in quotes.`);
  if (value.length > VALUE_LIMIT) {
    return fail('secret-unfit', `The ${where} has more than ${VALUE_LIMIT} characters. Is it a whole file?`);
  }
  switch (purpose) {
    case 'client_secret':
    case 'app_secret':
    case 'client_secret_previous':
    case 'client_secret_replaced': {
      const error = checkOwnSecret(value).find(({ severity }) => severity === 'error');
      return error ? fail('secret-unfit', `The ${where} can’t be used. ${error.message}`) : ok(value);
    }
    case 'client_id':
      // RFC 6749 Appendix A.1 allows any printable ASCII. Authelia allows only these characters, at most 100.
      return /^[A-Za-z0-9\-._~]{1,100}$/.test(value)
        ? ok(value)
        : fail('secret-unfit', `The ${where} has to be 1 to 100 letters, digits or - . _ ~.`);
    case 'client_secret_digest':
      return value.startsWith('$')
        ? ok(value)
        : fail('secret-unfit', `The ${where} has to be a digest, beginning with $pbkdf2-sha512$.`);
    case 'hmac_secret':
      return value.length >= HMAC_MINIMUM && !/[\u0000-\u001f\u007f]/.test(value)
        ? ok(value)
        : fail(
            'secret-unfit',
            `The ${where} has to have at least ${HMAC_MINIMUM} characters, without line breaks.`,
          );
    case 'api_token':
      return /^[\u0020-\u007e]{1,8192}$/.test(value.trim())
        ? ok(value.trim())
        : fail('secret-unfit', `The ${where} has to be one line of printable ASCII.`);
    case 'jwks_key': {
      const key = readSigningKey(value);
      return key.ok ? ok(key.pem) : fail('secret-unfit', `The ${where} ${key.problem}.`);
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An outside key may be a value in the wrong place, so it is repeated only if it is words of letters. */
const named = (text: string, index: number): string =>
  /^[a-z]{1,20}(?:[_-][a-z]{1,20}){0,3}$/.test(text)
    ? `“${text}”`
    : `as entry ${index + 1} is (it isn’t shown here)`;
