import { describe, expect, test } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { isDenied } from '../../../../shared/diagnosis/reading/denied.ts';

/** Sentences that RFC 6749 §4.1.2.1 and §5.2 define, with the code that they say and nothing more. */
const SENTENCES: readonly (readonly [code: string, sentence: string, causes: readonly string[]])[] = [
  [
    'invalid_grant',
    'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
    ['code-refused'],
  ],
  [
    'invalid_grant',
    'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
    ['code-refused'],
  ],
  [
    'invalid_client',
    'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
    ['secret-wrong-or-swapped'],
  ],
  ['access_denied', 'The resource owner or authorization server denied the request.', ['denied-by-policy']],
  ['invalid_scope', 'The requested scope is invalid, unknown, or malformed.', ['scope-not-allowed']],
  [
    'server_error',
    'The authorization server encountered an unexpected condition that prevented it from fulfilling the request.',
    ['provider-failing'],
  ],
];

/** How programs print them. */
const FORMS: readonly (readonly [name: string, form: (code: string, sentence: string) => string])[] = [
  ['alone', (_, sentence) => sentence],
  ['JSON', (code, sentence) => JSON.stringify({ error: code, error_description: sentence })],
  [
    'JSON in JSON',
    (code, sentence) =>
      JSON.stringify({ details: JSON.stringify({ error: code, error_description: sentence }) }),
  ],
  ['Go', (code, sentence) => `oauth2: "${code}" "${sentence}"`],
  [
    'Rust',
    (code, sentence) =>
      `ServerResponse(Standard { error: ${code}, error_description: Some("${sentence}"), error_uri: None })`,
  ],
  ['PHP', (code, sentence) => `'error' => '${code}',\n'error_description' => '${sentence}',`],
  ['a sentence of the app before it', (_, sentence) => `Authentication failed: ${sentence}`],
];

describe.each(SENTENCES)('%s: %s', (code, sentence, causes) => {
  test.each(FORMS)('%s', (_, form) => {
    const text = form(code, sentence);
    const [first] = explain(text);
    expect(causes, `${first?.id} for ${text}`).toContain(first?.id);
    // What is shown of the text is in it, and not our name for it.
    const { matched } = first!;
    expect(text.toLowerCase().replace(/[^a-z]/g, '')).toContain(matched.toLowerCase().replace(/[^a-z]/g, ''));
  });
});

describe('a version before a name denies nothing', () => {
  test.each(['OAuth 2.0', 'OpenID Connect 1.0', 'TLS 1.0', 'plugin 3.10'])('%s', (version) => {
    const text = `the ${version} client is unknown`;
    expect(isDenied(text, text.indexOf('client'), text.length)).toBe(false);
  });

  test.each(['0 client errors', 'there were 0 client errors', 'count: no client errors'])('%s', (text) => {
    const at = text.indexOf('client');
    expect(isDenied(text, at, text.length)).toBe(true);
  });

  test.each([
    [
      "The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested.",
      'wrong-secret-method',
    ],
    ['OAuth 2.0 client not found: wiki', 'client-unknown'],
  ])('%s', (text, cause) => expect(explain(text)[0]?.id).toBe(cause));
});

describe('what a log and an example show is no complaint', () => {
  test.each([
    // Everything runs on one machine, and the login goes on.
    '{"event": "/if/flow/consent/?response_type=code&client_id=wiki&redirect_uri=http%3A%2F%2Flocalhost%3A5000%2Fcb&scope=openid&state=0123456789abcdef", "host": "localhost:9000", "level": "info", "status": 200}',
    // Nobody is signed in yet.
    '[2026/01/21 16:57:33] [oauthproxy.go:850] Error loading cookied session: cookie "_gate" not present, removing session',
    'GET http://localhost:9000/authorize?response_type=code&client_id=wiki&redirect_uri=http://localhost:5000/cb&scope=openid&state=0123456789abcdef 302',
  ])('%s', (text) => expect(explain(text).filter(({ confidence }) => confidence >= 0.5)).toEqual([]));

  test.each(['state', 'xyz', 'random', '1234', 'test', '[gone]', '<value>', '****'])(
    'a state that stands for another: %s',
    (state) => {
      const text = `It asks https://id.example.net/authorize?response_type=code&client_id=wiki&redirect_uri=https%3A%2F%2Fwiki.example.net%2Fcb&scope=openid&state=${state} and fails`;
      const weak = explain(text).find(({ id }) => id === 'weak-state');
      expect(weak?.confidence ?? 0).toBeLessThan(0.5);
    },
  );
});

/** A person tells of the way out; the same words of a login are about the login. */
describe('a redirect URI that is refused', () => {
  test.each([
    'When logging out I see: Invalid parameter: redirect_uri',
    'Click logout, and Keycloak says Invalid parameter: redirect_uri',
    'On sign-out the page says: invalid redirect uri',
  ])('after a logout: %s', (text) => expect(explain(text)[0]?.id).toBe('logout-incomplete'));

  test.each([
    'When logging in I see: Invalid parameter: redirect_uri',
    'After logging out and trying to log in again: Invalid parameter: redirect_uri',
    'Keycloak says Invalid parameter: redirect_uri',
  ])('at a login: %s', (text) => expect(explain(text)[0]?.id).toMatch(/^redirect-/));
});

describe('words of programs for what is known otherwise', () => {
  test.each([
    [
      "failed to verify ID token: oidc: failed to unmarshal claims: invalid character '\\x0f' looking for beginning of value",
      'encrypted-id-token',
    ],
    ['invalid_grant: The code_verifier sent does not match code_challenge of the request', 'code-refused'],
    ['INVALID_CLIENT: Insecure redirect URI', 'redirect-http-refused'],
    ['Header is too large 8193>8192', 'header-too-big'],
    ['No key matching kid or alg found in signing keys', 'signing-key-not-published'],
    ['{"error": "invalid_client", "error_description": "invalid client ID"}', 'client-unknown'],
  ])('%s', (text, cause) => expect(explain(text)[0]?.id).toBe(cause));
});
