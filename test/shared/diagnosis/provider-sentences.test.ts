import { describe, expect, it } from 'vitest';
import type { Answer, AuthorizeAnswer } from '../../../shared/diagnosis/evidence.ts';
import { blame } from '../../../shared/diagnosis/judges/blame.ts';
import { authenticationOf, tokenErrorFinding } from '../../../shared/diagnosis/judges/token.ts';
import { complaints, ownWords } from '../../../shared/diagnosis/judges/words.ts';

/** The sentences of real programs, with the source of each. None of them was made up for a pattern. */

type Blame = AuthorizeAnswer['blames'];
const FOSITE_REQUEST =
  'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.';
const FOSITE_CLIENT =
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).';

/** What the authorization endpoint says: program, error, words, and what they are about. */
const AUTHORIZE: readonly (readonly [string, string | undefined, string, Blame])[] = [
  // Seen on Authelia 4.39 (2026-11-25): the parameters of its page /consent/completion.
  [
    'Authelia',
    'invalid_request',
    `${FOSITE_REQUEST} The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'.`,
    'redirect-uri',
  ],
  ['Authelia', 'invalid_client', `${FOSITE_CLIENT} The requested OAuth 2.0 Client does not exist.`, 'client'],
  [
    'Authelia',
    'invalid_request',
    `${FOSITE_REQUEST} Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing.`,
    'pkce',
  ],
  [
    'Authelia',
    'unsupported_response_type',
    "The authorization server does not support obtaining a token using this method. The client is not allowed to request response_type 'code'.",
    'response-type',
  ],
  [
    'Authelia',
    'invalid_scope',
    "The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope 'groups'.",
    'scope',
  ],
  // authelia/authelia internal/oidc/errors.go@v4.39.20
  [
    'Authelia',
    'invalid_request',
    `${FOSITE_REQUEST} Pushed Authorization Requests are enforced for this client but no such request was sent. The request_uri parameter was empty.`,
    'pushed-request',
  ],
  // authelia/oauth2-provider@v0.2.31: the default hint of every invalid_request names the redirect URI.
  [
    'Authelia',
    'invalid_request',
    `${FOSITE_REQUEST} Make sure that the various parameters are correct, be aware of case sensitivity and trim your parameters. Make sure that the client you are using has exactly whitelisted the redirect_uri you specified.`,
    undefined,
  ],
  ['Authelia', 'invalid_request', FOSITE_REQUEST, undefined],
  [
    'Authelia',
    'invalid_state',
    "The state is missing or does not have enough characters and is therefore considered too weak. Request parameter 'state' must be at least be 64 characters long to ensure sufficient entropy.",
    'state',
  ],
  // goauthentik/authentik authentik/providers/oauth2/errors.py
  [
    'authentik',
    undefined,
    'Redirect URI Error The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).',
    'redirect-uri',
  ],
  [
    'authentik',
    undefined,
    'Client ID Error The client identifier (client_id) is missing or invalid.',
    'client',
  ],
  ['authentik', 'invalid_request', 'The request is otherwise malformed', undefined],
  // keycloak/keycloak, messages of the error page and AuthorizationEndpointChecker.java
  ['Keycloak', undefined, 'We are sorry... Client not found.', 'client'],
  ['Keycloak', undefined, 'We are sorry... Invalid parameter: redirect_uri', 'redirect-uri'],
  ['Keycloak', 'invalid_request', 'Missing parameter: code_challenge_method', 'pkce'],
  ['Keycloak', 'invalid_scope', 'Invalid scopes: openid groups', 'scope'],
  ['Keycloak', 'invalid_request', 'Pushed Authorization Request is only allowed.', 'pushed-request'],
  [
    'Keycloak',
    'unauthorized_client',
    'Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.',
    'response-type',
  ],
  // pocket-id/pocket-id@d258d952 (2.14.0)
  ['Pocket ID', 'The requested OAuth 2.0 Client does not exist.', '', 'client'],
  [
    'Pocket ID',
    "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls.",
    '',
    'redirect-uri',
  ],
  [
    'Pocket ID',
    'invalid_request',
    `${FOSITE_REQUEST} This client requires PKCE, but the 'code_challenge' parameter is missing.`,
    'pkce',
  ],
  [
    'Pocket ID 2.8',
    undefined,
    'Invalid callback URL, it might be necessary for an admin to fix this.',
    'redirect-uri',
  ],
  // dexidp/dex@ab64ed7
  ['Dex', undefined, 'Bad Request Invalid client_id provided.', 'client'],
  ['Dex', undefined, 'Not Found Invalid client_id.', 'client'],
  ['Dex', undefined, 'Bad Request Unregistered redirect_uri.', 'redirect-uri'],
  ['Dex', 'invalid_scope', 'Missing required scope(s) ["openid"].', 'openid-scope'],
  ['Dex', 'invalid_request', 'PKCE is required. The code_challenge parameter must be provided.', 'pkce'],
  // zitadel/oidc@81322d9
  [
    'Zitadel',
    'invalid_request',
    'The requested redirect_uri is missing in the client configuration. If you have any questions, you may contact the administrator of the application.',
    'redirect-uri',
  ],
  ['Zitadel', 'server_error', 'unable to retrieve client by id', 'client'],
  // sebadob/rauthy@f622330
  ['Rauthy', undefined, "Client 'memos' does not exist", 'client'],
  ['Rauthy', undefined, 'Invalid redirect uri', 'redirect-uri'],
  ['Rauthy', undefined, "'code_challenge' is missing", 'pkce'],
  ['Rauthy', undefined, 'client is disabled', 'client'],
  // tinyauthapp/tinyauth@be48d71
  ['Tinyauth', 'The client ID is invalid', '', 'client'],
  ['Tinyauth', 'The provided redirect URI is not trusted', '', 'redirect-uri'],
  // panva/node-oidc-provider 9 (VoidAuth), run here
  ['VoidAuth', 'invalid_client', 'client is invalid', 'client'],
  [
    'VoidAuth',
    'invalid_redirect_uri',
    "redirect_uri did not match any of the client's registered redirect_uris",
    'redirect-uri',
  ],
  [
    'VoidAuth',
    'invalid_request',
    'Authorization Server policy requires PKCE to be used for this request',
    'pkce',
  ],
  ['VoidAuth', 'invalid_request', 'Pushed Authorization Request must be used', 'pushed-request'],
  // The same on its page, which repeats the state; the redactor writes its own words in that place.
  [
    'VoidAuth',
    undefined,
    "oops! something went wrong error: invalid_redirect_uri error_description: redirect_uri did not match any of the client's registered redirect_uris state: [43 characters, 3f2a] iss: https://id.example.com",
    'redirect-uri',
  ],
  // Not about the request: none of these may be read as a reason.
  ['any', undefined, 'Sign in to your account. Forgot password? You are not signed in.', undefined],
  [
    'any',
    'invalid_request',
    'Bad request: /auth?client_id=memos&redirect_uri=https%3A%2F%2Fm.example&scope=openid',
    undefined,
  ],
];

/** What the token endpoint says: program, status, error, words, credentials, finding. */
const TOKEN: readonly (readonly [
  string,
  number,
  string | undefined,
  string | undefined,
  ReturnType<typeof authenticationOf>,
  string,
])[] = [
  ['Authelia', 401, 'invalid_client', FOSITE_CLIENT, 'refused', 'token-client-refused'],
  [
    'Authelia',
    400,
    'invalid_grant',
    'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
    'accepted',
    'token-grant-refused',
  ],
  [
    'Authelia',
    400,
    'unauthorized_client',
    "The client is not authorized to request a token using this method. The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'.",
    'accepted',
    'token-grant-not-allowed',
  ],
  [
    'Authelia',
    400,
    'invalid_request',
    `${FOSITE_REQUEST} Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body.`,
    'refused',
    'token-client-refused',
  ],
  [
    'authentik',
    400,
    'invalid_grant',
    'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
    'accepted',
    'token-grant-refused',
  ],
  [
    'authentik',
    400,
    'unauthorized_client',
    'The authenticated client is not authorized to use this authorization grant type',
    'accepted',
    'token-grant-not-allowed',
  ],
  ['authentik', 400, 'invalid_client', FOSITE_CLIENT.slice(0, -1), 'refused', 'token-client-refused'],
  [
    'Keycloak',
    401,
    'unauthorized_client',
    'Invalid client or Invalid client credentials',
    'refused',
    'token-client-refused',
  ],
  [
    'Keycloak (old)',
    400,
    'unauthorized_client',
    'INVALID_CREDENTIALS: Invalid client credentials',
    'refused',
    'token-client-refused',
  ],
  ['Keycloak', 400, 'invalid_client', 'Missing client_id parameter', 'refused', 'token-client-refused'],
  ['Keycloak', 400, 'invalid_grant', 'Code not valid', 'accepted', 'token-grant-refused'],
  ['Kanidm', 401, undefined, undefined, 'refused', 'token-client-refused'],
  ['Zitadel', 400, 'invalid_client', 'invalid secret', 'refused', 'token-client-refused'],
  [
    'Zitadel',
    400,
    'invalid_request',
    'client_id or client_assertion must be provided',
    'refused',
    'token-client-refused',
  ],
  ['Rauthy', 401, 'Unauthorized', "Invalid 'client_secret'", 'refused', 'token-client-refused'],
  ['Rauthy', 404, 'NotFound', "Client 'memos' not found", 'refused', 'token-client-refused'],
  [
    'Rauthy',
    401,
    'Unauthorized',
    "'auth_code' could not be found inside the cache",
    'accepted',
    'token-grant-refused',
  ],
  [
    'Rauthy',
    400,
    'BadRequest',
    "'authorization_code' flow is not allowed for this client",
    'unclear',
    'token-grant-not-allowed',
  ],
  ['Pocket ID 2.8', 401, 'Invalid client secret', undefined, 'refused', 'token-client-refused'],
  ['Pocket ID 2.8', 404, 'Client not found', undefined, 'refused', 'token-client-refused'],
  ['Pocket ID 2.8', 400, 'Invalid authorization code', undefined, 'accepted', 'token-grant-refused'],
  ['Dex', 401, 'invalid_client', 'Invalid client credentials.', 'refused', 'token-client-refused'],
  ['Tinyauth', 400, 'unsupported_grant_type', undefined, 'unclear', 'token-grant-not-allowed'],
  [
    'VoidAuth',
    400,
    'invalid_request',
    'no client authentication mechanism provided',
    'refused',
    'token-client-refused',
  ],
  ['Keycloak', 400, 'invalid_request', 'DPoP proof is missing', 'unclear', 'provider-demands-more'],
];

const answer = (status: number, error: string | undefined, words: string | undefined): Answer => ({
  exchange: 0,
  url: 'https://id.example.com/token',
  status,
  content_type: error === undefined ? '' : 'application/json',
  body: error === undefined ? 'empty' : 'json',
  size: 0,
  duration_ms: 1,
  ...(error === undefined ? {} : { error }),
  ...(words === undefined ? {} : { error_description: words }),
});

describe('the authorization endpoint’s sentences', () => {
  it.each(AUTHORIZE)('%s: %s %s', (_, error, words, about) => {
    expect(blame(error, words)).toBe(about);
  });

  it('are found among the words of a page too', () => {
    for (const [program, error, words, about] of AUTHORIZE) {
      if (error !== undefined || about === undefined) continue;
      expect(blame(complaints(`Sign in to home.  ${words}  Help`)), program).toBe(about);
    }
    expect(blame(complaints('Sign in. Your redirect_uri is fine. Forgot your password?'))).toBeUndefined();
  });
});

describe('the token endpoint’s sentences', () => {
  it.each(TOKEN)('%s: %s %s %s', (_, status, error, words, credentials, code) => {
    const given = answer(status, error, words);
    expect(authenticationOf(given)).toBe(credentials);
    expect(tokenErrorFinding(given, 'basic')?.code).toBe(code);
  });
});

it('a sentence of the standard says no more than its code', () => {
  for (const sentence of [
    FOSITE_REQUEST,
    FOSITE_CLIENT,
    ...TOKEN.filter(([, , error]) => error === 'invalid_grant').map(([, , , words]) => words ?? ''),
  ]) {
    expect(
      ownWords(sentence)
        .replace(/Code not valid/, '')
        .trim(),
      sentence,
    ).toBe('');
  }
});
