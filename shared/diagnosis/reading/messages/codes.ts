import type { Recogniser } from '../recogniser.ts';

/** Sentences of RFC 6749 and OpenID Connect Core that a provider sends back to the app, and the app prints. */
export const CODES: readonly Recogniser[] = [
  ...(
    [
      'login_required',
      'interaction_required',
      'consent_required',
      'account_selection_required',
      'temporarily_unavailable',
      'unsupported_response_type',
    ] as const
  ).map(
    (error): Recogniser => ({
      by: 'RFC 6749',
      says: error,
      finding: 'callback-error',
      data: { error },
      weight: 0.95,
    }),
  ),
  {
    by: 'RFC 6749',
    says: 'access_denied',
    // Some answer a request for userinfo without a token by it.
    finding: {
      ...Object.fromEntries(
        (['discovery', 'authorization', 'callback', 'token', 'keys', 'unknown'] as const).map((step) => [
          step,
          'callback-error' as const,
        ]),
      ),
      userinfo: 'userinfo-refused',
    },
    data: { error: 'access_denied' },
    weight: 0.95,
  },
  // Only what takes access tokens says this (RFC 6750).
  {
    by: 'RFC 6750',
    says: 'invalid_token',
    finding: 'userinfo-refused',
    data: { error: 'invalid_token' },
    weight: 0.75,
  },
  {
    by: 'RFC 6750',
    says: 'insufficient_scope',
    finding: { cause: 'openid-scope-missing' },
    data: { error: 'insufficient_scope' },
    weight: 0.87,
  },
  {
    by: 'RFC 6749',
    says: 'The client is not authorized to request an authorization code using this method',
    finding: 'callback-error',
    data: { error: 'unauthorized_client' },
  },
  // The token endpoint has this code, too.
  {
    by: 'RFC 6749',
    says: 'unauthorized_client',
    finding: { authorization: 'callback-error' },
    data: { error: 'unauthorized_client' },
  },
  {
    by: 'RFC 6749',
    says: 'invalid_request',
    finding: { authorization: 'callback-error', callback: 'callback-error' },
    data: { error: 'invalid_request' },
    weight: 0.9,
  },
  // Every endpoint has this code, so that without a sign of which one it is a guess.
  {
    by: 'RFC 6749',
    says: 'invalid_request',
    finding: { unknown: 'callback-error' },
    data: { error: 'invalid_request' },
    weight: 0.8,
  },
  {
    by: 'RFC 6749',
    says: 'The authorization server encountered an unexpected condition',
    finding: 'callback-error',
    data: { error: 'server_error' },
  },
  ...[
    "error: 'server_error'",
    '"error":"server_error"',
    '"error": "server_error"',
    'error=server_error',
    'error: server_error',
    "code: 'server_error'",
    'server_error (',
    '(server_error)',
    '"server_error"',
    "'server_error'",
    '[server_error]',
    'server_error:',
    'server_error ::',
  ].map(
    (says): Recogniser => ({
      by: 'RFC 6749',
      says,
      finding: 'callback-error',
      data: { error: 'server_error' },
      weight: 0.9,
    }),
  ),
  // What is asked of the endpoint for the logout is no login (OpenID Connect RP-Initiated Logout 1.0 §2).
  ...[
    '/session/end {…}error',
    '/end_session{…}error',
    '/end-session{…}error',
    '/endsession{…}error',
    '/openid-connect/logout{…}error',
    '/oidc/logout{…}error',
    '/oauth2/logout{…}error',
    '/oauth2/sessions/logout{…}error',
  ].map(
    (says): Recogniser => ({
      by: 'OpenID Connect RP-Initiated Logout',
      says,
      finding: { cause: 'logout-incomplete' },
      weight: 0.72,
      example: `oidc-provider: path=/op${says.replace('{…}', ' ')}={ error: 'invalid_request' }`,
    }),
  ),
];
