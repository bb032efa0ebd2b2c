import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { CredentialStyle, TokenAttempt } from '../../../shared/diagnosis/evidence.ts';
import { mayBePlain } from '../../../shared/diagnosis/judges/connection.ts';
import { authenticationOf } from '../../../shared/diagnosis/judges/token.ts';
import type { TokenEndpointAuthMethod } from '../../../shared/workspace/types.ts';
import type { Received } from '../network/received.ts';
import type { HttpRecorder } from '../network/recorder.ts';
import type { Redactor } from '../network/redactor.ts';

export interface ClientCredentials {
  readonly client_id: string;
  readonly client_secret: string | undefined;
}

/**
 * Encodes as `application/x-www-form-urlencoded`. RFC 6749 §2.3.1 requires this for credentials before they
 * are joined.
 */
const formEncode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** True if encoding changes the credentials. A provider that doesn't decode them then refuses them. */
export const needsEncoding = ({ client_id, client_secret }: ClientCredentials): boolean =>
  formEncode(client_id) !== client_id || formEncode(client_secret ?? '') !== (client_secret ?? '');

/** Returns how the app's own method sends the credentials. */
export const styleOf = (method: TokenEndpointAuthMethod): CredentialStyle =>
  method === 'client_secret_basic' ? 'basic' : method === 'client_secret_post' ? 'post' : 'none';

/**
 * Other methods to try after the app's own was refused. `basic-raw` is included because authentik and Kanidm
 * don't decode.
 */
export function alternatives(
  style: CredentialStyle,
  credentials: ClientCredentials,
): readonly CredentialStyle[] {
  if (credentials.client_secret === undefined) return [];
  const raw: readonly CredentialStyle[] = needsEncoding(credentials) ? ['basic-raw'] : [];
  if (style === 'basic') return [...raw, 'post', 'none'];
  if (style === 'post') return ['basic', ...raw, 'none'];
  return ['basic', 'post'];
}

/**
 * Checks whether credentials may be sent to this URL: over https, or to this machine. A secret is never sent
 * over a network unencrypted.
 */
export const maySendSecretTo = (url: string): boolean =>
  canParseUrl(url) && (new URL(url).protocol === 'https:' || mayBePlain(url));

/** Sends one request to the token endpoint with exactly one authentication method (RFC 6749 §2.3). */
export async function requestToken(
  recorder: HttpRecorder,
  redactor: Redactor,
  request: {
    readonly purpose: 'token' | 'token-probe' | 'refresh';
    readonly endpoint: string;
    readonly style: CredentialStyle;
    readonly credentials: ClientCredentials;
    readonly form: Readonly<Record<string, string>>;
    readonly spacing?: number;
  },
): Promise<Received> {
  const { client_id, client_secret = '' } = request.credentials;
  const pair =
    request.style === 'basic'
      ? `${formEncode(client_id)}:${formEncode(client_secret)}`
      : request.style === 'basic-raw'
        ? `${client_id}:${client_secret}`
        : undefined;
  const encoded = pair === undefined ? undefined : Buffer.from(pair).toString('base64');
  redactor.add(encoded);
  return recorder.request({
    purpose: request.purpose,
    method: 'POST',
    url: request.endpoint,
    headers: {
      accept: 'application/json',
      ...(encoded === undefined ? {} : { authorization: `Basic ${encoded}` }),
    },
    form: {
      ...request.form,
      ...(request.style === 'post' ? { client_id, client_secret } : {}),
      ...(request.style === 'none' ? { client_id } : {}),
    },
    ...(request.spacing === undefined ? {} : { spacing: request.spacing }),
  });
}

/** Returns one attempt as evidence. */
export const attemptOf = (
  received: Received,
  style: CredentialStyle,
  code: TokenAttempt['code'],
  secret: TokenAttempt['secret'],
): TokenAttempt => ({
  style,
  code,
  secret,
  answer: received.answer,
  authentication: authenticationOf(received.answer),
});
