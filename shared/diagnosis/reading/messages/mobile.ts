import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** WebKit, NetworkResourceLoader.cpp: what shows a page in an app follows no address of an app. */
const WEBKIT = saidBy({ by: 'WebKit' }, [
  {
    says: 'Redirection to URL with a scheme that is not HTTP(S)',
    finding: { cause: 'mobile-callback' },
    data: { view: 'web' },
    weight: 0.95,
    example:
      'Error Domain= Code=0 "Redirection to URL with a scheme that is not HTTP(S)" UserInfo={NSErrorFailingURLKey=com.example.notes://callback}',
  },
]);

const ANDROID = saidBy({ by: 'Android' }, [
  ...['oauth', 'callback', 'redirect'].map((path) => ({
    says: `No Activity found to handle Intent {…}:/{…}${path}`,
    finding: { cause: 'mobile-callback' },
    data: { view: 'none' },
    weight: 0.8,
    example: `android.content.ActivityNotFoundException: No Activity found to handle Intent { act=android.intent.action.VIEW dat=com.example.notes://${path} }`,
  })),
  {
    says: 'Unable to resolve host "{host}": No address associated with hostname',
    finding: { cause: 'provider-name-not-found' },
    data: { browser: true },
    weight: 0.93,
    example: 'Unable to resolve host "auth.example.com": No address associated with hostname',
  },
]);

/** What a number of AppAuth stands for: Sources/AppAuthCore/OIDError.h. */
const BY_NUMBER: readonly (readonly [
  domain: string,
  numbers: readonly number[],
  finding: Message['finding'],
  weight?: number,
])[] = [
  ['general', [2], { cause: 'discovery-path-wrong' }, 0.8],
  ['general', [3, 4], 'callback-cancelled', 0.95],
  ['general', [5], { cause: 'container-cannot-reach-idp', or: ['untrusted-certificate'] }, 0.62],
  ['general', [6], { cause: 'provider-failing' }, 0.75],
  ['general', [7, 8], { cause: 'answer-not-json' }, 0.65],
  ['general', [11], { cause: 'refresh-refused' }, 0.9],
  ['general', [14], 'id-token-malformed', 0.85],
  ['general', [15], { cause: 'clock-skew', or: ['id-token-times', 'issuer-mismatch', 'nonce-wrong'] }, 0.62],
  ['oauth_authorization', [4], 'access-denied'],
  ['oauth_authorization', [5], 'response-type-refused'],
  ['oauth_authorization', [6], 'scope-refused'],
  ['oauth_token', [9], 'token-client-refused'],
  ['oauth_token', [10], { cause: 'code-refused', or: ['refresh-refused'] }, 0.75],
  ['oauth_token', [3, 11], 'token-grant-not-allowed'],
  ['oauth_token', [12], { cause: 'redirect-differs-at-token' }],
];
const APPAUTH_IOS = saidBy(
  { by: 'AppAuth for iOS', versions: '1 and 2' },
  BY_NUMBER.flatMap(([domain, numbers, finding, weight]) =>
    numbers.flatMap((number) =>
      [`appauth.${domain} error -${number}{end}`, `appauth.${domain} Code=-${number}{end}`].map(
        (says): Message => ({
          says,
          finding,
          ...(number === 3 || number === 4 ? { data: { by: 'person' } } : {}),
          ...(weight === undefined ? {} : { weight }),
          example: `The operation couldn’t be completed. (org.openid.${says.replace('{end}', '')}.)`,
        }),
      ),
    ),
  ),
);

/** The same for Android, which has sentences: net.openid.appauth.AuthorizationException. */
const APPAUTH_ANDROID = saidBy({ by: 'AppAuth for Android', versions: '0.8 to 0.11' }, [
  {
    says: 'User cancelled flow',
    finding: 'callback-cancelled',
    data: { by: 'person' },
    weight: 0.95,
    example: 'AuthorizationException: {"type":0,"code":1,"errorDescription":"User cancelled flow"}',
  },
  {
    says: 'Response state param did not match request state',
    finding: 'callback-state-wrong',
    example: '{"type":0,"code":9,"errorDescription":"Response state param did not match request state"}',
  },
  {
    says: 'Unable to parse ID Token',
    finding: 'id-token-malformed',
    weight: 0.85,
    example: '{"type":0,"code":8,"errorDescription":"Unable to parse ID Token"}',
  },
  {
    // Its own checks: issuer, audience, nonce and times (IdToken.java), and which one stands behind it.
    says: 'description: Invalid ID Token',
    finding: { cause: 'clock-skew', or: ['id-token-times', 'issuer-mismatch', 'nonce-wrong'] },
    weight: 0.62,
    example: 'Failed to get token: [error: null, description: Invalid ID Token]',
  },
  {
    says: '"errorDescription":"Invalid ID Token"',
    finding: { cause: 'clock-skew', or: ['id-token-times', 'issuer-mismatch', 'nonce-wrong'] },
    weight: 0.62,
    example: '{"type":0,"code":9,"errorDescription":"Invalid ID Token"}',
  },
]);

/** What phones say. */
export const MOBILE: readonly Recogniser[] = [...WEBKIT, ...ANDROID, ...APPAUTH_IOS, ...APPAUTH_ANDROID];
