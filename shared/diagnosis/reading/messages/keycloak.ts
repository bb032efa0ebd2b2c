import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/**
 * The errors of its events, by the type of the event: server-spi-private/…/events/Errors.java and EventType.java. Those
 * that are about accounts and forms of its own pages, SAML or other providers behind it are none of a login here.
 */
const ERRORS: readonly (readonly [
  type: string,
  finding: Message['finding'],
  errors: readonly string[],
  weight?: number,
])[] = [
  ['LOGIN_ERROR', { cause: 'client-disabled' }, ['client_disabled']],
  ['CODE_TO_TOKEN_ERROR', { cause: 'client-disabled' }, ['client_disabled']],
  ['CLIENT_LOGIN_ERROR', { cause: 'client-disabled' }, ['client_disabled']],
  ['CODE_TO_TOKEN_ERROR', 'client-unknown', ['client_not_found']],
  ['CODE_TO_TOKEN_ERROR', { cause: 'keycloak-credentials' }, ['invalid_client_credentials']],
  ['CODE_TO_TOKEN_ERROR', { cause: 'keycloak-credentials' }, ['invalid_client'], 0.8],
  ['CODE_TO_TOKEN_ERROR', { cause: 'code-refused' }, ['invalid_code', 'expired_code']],
  ['CODE_TO_TOKEN_ERROR', { cause: 'code-refused' }, ['user_session_not_found', 'session_expired'], 0.9],
  [
    'CODE_TO_TOKEN_ERROR',
    { cause: 'code-refused' },
    ['pkce_verification_failed', 'invalid_code_verifier', 'code_verifier_missing'],
  ],
  ['CODE_TO_TOKEN_ERROR', 'token-grant-not-allowed', ['not_allowed']],
  ['CODE_TO_TOKEN_ERROR', { cause: 'denied-by-policy' }, ['user_disabled']],
  ['LOGIN_ERROR', { cause: 'denied-by-policy' }, ['rejected_by_user', 'consent_denied', 'access_denied']],
  [
    'LOGIN_ERROR',
    { cause: 'password-refused' },
    ['invalid_user_credentials', 'user_not_found', 'user_disabled'],
  ],
  ['LOGIN_ERROR', { cause: 'login-banned' }, ['user_temporarily_disabled']],
  ['LOGIN_ERROR', { cause: 'stale-browser-state' }, ['different_user_authenticated', 'expired_code'], 0.85],
  ['LOGIN_ERROR', { cause: 'pkce-keycloak' }, ['invalid_code_challenge_method'], 0.9],
  ['LOGIN_ERROR', { cause: 'interaction-required' }, ['not_logged_in'], 0.7],
  ['LOGIN_ERROR', { cause: 'realm-wants-tls' }, ['ssl_required']],
  [
    'USER_INFO_REQUEST_ERROR',
    'userinfo-refused',
    ['invalid_token', 'user_session_not_found', 'session_expired'],
  ],
  ['USER_INFO_REQUEST_ERROR', { cause: 'client-disabled' }, ['client_disabled']],
  ['LOGOUT_ERROR', { cause: 'logout-incomplete' }, ['invalid_redirect_uri', 'invalid_token'], 0.9],
  [
    'REFRESH_TOKEN_ERROR',
    { cause: 'refresh-refused' },
    ['invalid_token', 'user_session_not_found', 'session_expired'],
  ],
];

/** One line of its event log. Before version 22 it has no quotes. */
const EVENTS: readonly Recogniser[] = saidBy(
  { by: 'Keycloak' },
  ERRORS.flatMap(([type, finding, errors, weight]) =>
    errors.flatMap((error): readonly Message[] => {
      const about = { finding, ...(weight === undefined ? {} : { weight }) };
      return [
        {
          says: `type="${type}"{…}clientId="{client_id}"{…}error="${error}"`,
          ...about,
          example: `type="${type}", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="${error}"`,
        },
        {
          says: `type=${type}, {…}clientId={client_id:word}, {…}error=${error}`,
          ...about,
          example: `type=${type}, realmId=home, clientId=notes, userId=null, ipAddress=10.0.0.2, error=${error}`,
        },
        // As a person tells of it.
        {
          says: `${type}{…}${error}`,
          finding,
          weight: (weight ?? 1) * 0.9,
          example: `The log has type ${type} with the error ${error}`,
        },
      ];
    }),
  ),
);

const IN_WORDS = saidBy({ by: 'Keycloak' }, [
  {
    // At its token endpoint: what came is no form, or was never meant for it.
    says: 'Missing form parameter: grant_type',
    finding: { cause: 'token-request-malformed' },
    data: { no_form: 'true' },
    weight: 0.88,
    example: '{"error":"invalid_request","error_description":"Missing form parameter: grant_type"}',
  },
  {
    // In a login with a wrong secret, as people report it of older versions.
    says: '"unauthorized_client","error_description":"Invalid client secret"',
    finding: { cause: 'keycloak-credentials' },
    example: '{"error":"unauthorized_client","error_description":"Invalid client secret"}',
  },
  {
    says: 'Invalid parameter: id_token_hint',
    finding: { cause: 'logout-incomplete' },
    data: { hint: 'invalid' },
    example: 'We are sorry... Invalid parameter: id_token_hint',
  },
  {
    // DefaultCookieProvider.java, since 24: by its own account it was asked over http.
    says: 'Non-secure context detected; cookies are not secured',
    finding: { cause: 'idp-advertises-wrong-self' },
    weight: 0.7,
    example:
      'Non-secure context detected; cookies are not secured, and will not be available in cross-origin POST requests.',
  },
  {
    // The reason that it gives beside the error, and the error itself before version 4.
    says: 'code_not_found',
    finding: { cause: 'code-refused' },
    weight: 0.85,
    example: 'CODE_TO_TOKEN_ERROR, error=invalid_code, reason=code_not_found',
  },
]);

/** What it logs of its events and of how it was asked. */
export const KEYCLOAK_EVENTS: readonly Recogniser[] = [...EVENTS, ...IN_WORDS];
