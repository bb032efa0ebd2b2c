import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** ramosbugs/openidconnect-rs: discovery/mod.rs, verification/mod.rs, jwt/mod.rs, user_info.rs. */
const OPENIDCONNECT = saidBy({ by: 'openidconnect (Rust)', versions: '4' }, [
  {
    says: "unexpected issuer URI '{actual:url}' (expected '{expected:url}')",
    finding: 'issuer',
    example: "unexpected issuer URI 'https://id.example.com/' (expected 'https://id.example.com')",
  },
  {
    says: 'Invalid JSON web token: found 5 parts (expected 3)',
    finding: 'id-token-encrypted',
    example: 'Invalid JSON web token: found 5 parts (expected 3)',
  },
  {
    // serde_json, of a key set that is {}.
    says: "missing field 'keys'",
    finding: 'jwks-empty',
    weight: 0.98,
    example: 'Failed to parse server response: missing field `keys` at line 1 column 2',
  },
  {
    says: 'Invalid JSON web token: found',
    finding: 'id-token-malformed',
    weight: 0.95,
    example: 'Invalid JSON web token: found',
  },
  {
    // Of a name, a connection and a certificate alike; which one stands behind it, or nowhere.
    says: 'discover OpenID provider: Request failed',
    finding: { cause: 'container-cannot-reach-idp', or: ['untrusted-certificate'] },
    weight: 0.82,
    example: 'discover OpenID provider: Request failed',
  },
  {
    // It reads the keys together with the document, and authentik without a signing key answers {} for them.
    says: 'discover{…}: Failed to parse server response',
    finding: { cause: 'empty-key-set' },
    weight: 0.8,
    example: 'discover OpenID provider: Failed to parse server response',
  },
  {
    says: 'discover{…}: Failed to parse server response',
    finding: 'discovery-not-json',
    example: 'discover OpenID provider: Failed to parse server response',
  },
  {
    says: 'discover{…}: Server returned invalid response: HTTP status code 404',
    finding: 'discovery-not-found',
    example: 'discover OpenID provider: Server returned invalid response: HTTP status code 404',
  },
  {
    says: 'discover{…}: Server returned invalid response: HTTP status code 5',
    finding: 'discovery-server-error',
    example: 'discover OpenID provider: Server returned invalid response: HTTP status code 502',
  },
  {
    says: 'discover{…}: Server returned invalid response: HTTP status code 403',
    finding: 'discovery-forbidden',
    example: 'discover OpenID provider: Server returned invalid response: HTTP status code 403',
  },
  {
    says: 'discover OpenID provider: Failed to parse URL',
    finding: 'issuer-not-a-url',
    example: 'discover OpenID provider: Failed to parse URL',
  },
  {
    says: 'Disallowed signature algorithm: Hmac',
    finding: 'id-token-symmetric',
    example: 'Disallowed signature algorithm: HmacSha256',
  },
  {
    says: 'Disallowed signature algorithm: HS',
    finding: 'id-token-symmetric',
    example: 'Disallowed signature algorithm: HS256',
  },
  {
    says: 'Disallowed signature algorithm:',
    finding: 'id-token-alg-unexpected',
    weight: 0.95,
    example: 'Disallowed signature algorithm: HmacSha256',
  },
  {
    says: 'Signature verification failed: No matching key found',
    finding: 'id-token-key-not-found',
    example: 'Signature verification failed: No matching key found',
  },
  {
    says: 'Invalid subject: expected',
    finding: 'userinfo-sub-differs',
    example: 'Invalid subject: expected',
  },
  {
    says: 'Other error: unexpected response Content-Type: "text/html',
    finding: 'token-html',
    example: 'Other error: unexpected response Content-Type: "text/html;',
  },
  {
    says: 'Other error: unexpected response Content-Type',
    finding: 'token-not-json',
    example: 'Other error: unexpected response Content-Type',
  },
  {
    says: 'unexpected response Content-Type: \'"text/html',
    finding: 'userinfo-html',
    example: 'unexpected response Content-Type: \'"text/html;',
  },
]);

/** ramosbugs/oauth2-rs: error.rs. The request behind it is named by the program around it, or not at all. */
const OAUTH2 = saidBy({ by: 'oauth2 (Rust)', versions: '4 and 5' }, [
  {
    says: 'token endpoint: Request failed',
    finding: 'token-unreachable',
    example: 'Failed to contact token endpoint: Request failed',
  },
  // By the names of its errors, one in another, as Rust prints them for debugging.
  ...['RefreshToken(', 'TokenRefresh('].map((name) => ({
    says: `${name}{…}InvalidGrant`,
    finding: { cause: 'refresh-refused' },
    weight: 0.9,
    example: `error=${name}Http(HttpError { status: 400, body: Some(ErrorBody { error: InvalidGrant })})`,
  })),
  {
    // Of a token in the answer, too: what stands behind it says which.
    says: 'Failed to parse server response',
    finding: { cause: 'generic-wrapper' },
    weight: 0.6,
    example: 'Failed to parse server response',
  },
]);

/** serde_core/src/de/mod.rs: the type that came, and the one that is read. Of the claims of a token or of userinfo only. */
const OF_CLAIMS = { token: 'claim-wrong-type', userinfo: 'claim-wrong-type' } as const;
const SERDE = saidBy({ by: 'serde', versions: '1' }, [
  ...(
    [
      ['sequence', 'array'],
      ['map', 'object'],
      ['string', 'string'],
      ['integer', 'number'],
      ['boolean', 'boolean'],
      ['null', 'null'],
    ] as const
  ).flatMap(([type, actual]) => [
    {
      says: `parse payload JSON: {…}invalid type: ${type}`,
      finding: 'claim-wrong-type' as const,
      data: { actual },
      example: `Failed to parse payload JSON: Error("invalid type: ${type}, expected another", line: 1, column: 1571)`,
    },
    {
      says: `invalid type: ${type}{…}, expected a`,
      finding: OF_CLAIMS,
      data: { actual },
      weight: 0.9,
      example: `reading userinfo: invalid type: ${type} , expected a string at line 1 column 90`,
    },
  ]),
]);

/** What libraries in Rust say. */
export const RUST: readonly Recogniser[] = [...OPENIDCONNECT, ...OAUTH2, ...SERDE];
