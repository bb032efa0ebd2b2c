import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** The codes of a plugin of WordPress, as they stand in the address of its login page: openid-connect-generic-client.php. */
const OPENID_CONNECT_GENERIC = saidBy(
  { by: 'openid-connect-generic', versions: '3.8' },
  (
    [
      ['incorrect-user-claim', 'userinfo-sub-differs'],
      ['invalid-user-claim', 'userinfo-not-json'],
      ['bad-claim', 'userinfo-not-json'],
      ['no-subject-identity', 'id-token-sub-missing'],
      ['no-identity-token', 'token-id-token-missing'],
      ['missing-identity-token', 'id-token-malformed'],
      ['invalid-token-response', 'token-id-token-missing'],
      ['invalid-state', 'callback-state-wrong'],
      ['missing-state', 'callback-state-wrong'],
      ['no-code', 'callback-without-code'],
    ] as const
  ).map(([code, finding]) => ({
    says: `login-error=${code}&`,
    finding,
    weight: 0.95,
    example: `wp-login.php?login-error=${code}&message=x`,
  })),
);
/** The same in words, on the login page and in its log: the ones that are nobody else's. */
const OPENID_CONNECT_GENERIC_WORDS = saidBy({ by: 'openid-connect-generic', versions: '3.4 to 3.10' }, [
  {
    // A name of the account is put together of claims, and one of them did not come.
    says: 'User claim incomplete',
    finding: 'claim-missing',
    data: { setting: 'identifier' },
    example: 'ERROR: User claim incomplete.',
  },
  {
    says: 'Unable to find key: {claim:word} in user_claim',
    finding: 'claim-missing',
    example: 'Unable to find key: preferred_username in user_claim',
  },
  { says: 'Incorrect user claim', finding: 'userinfo-sub-differs', example: 'ERROR: Incorrect user claim.' },
  { says: 'Invalid user claim', finding: 'userinfo-not-json', example: 'ERROR: Invalid user claim.' },
  { says: 'Bad user claim', finding: 'userinfo-not-json', example: 'ERROR: Bad user claim.' },
  {
    says: 'Missing identity token',
    finding: 'id-token-malformed',
    example: 'ERROR: Missing identity token.',
  },
  {
    says: 'Bad ID token claim',
    finding: 'id-token-malformed',
    example: 'ERROR: Bad ID token claim.',
  },
  {
    says: 'User identity is not linked to an existing WordPress user',
    finding: { cause: 'registration-closed' },
    example: 'ERROR: User identity is not linked to an existing WordPress user.',
  },
]);
const OPENID_CONNECT_GENERIC_CODES = saidBy({ by: 'openid-connect-generic', versions: '3.8' }, [
  {
    says: 'error=incorrect-user-claim',
    finding: 'userinfo-sub-differs',
    weight: 0.95,
    example: 'error=incorrect-user-claim&message=Incorrect+user+claim.',
  },
]);

/** jumbojett/openid-connect-php. */
const OPENID_CONNECT_PHP = saidBy({ by: 'openid-connect-php', versions: '0.9 and 1' }, [
  {
    says: 'User did not authorize openid scope',
    finding: 'token-id-token-missing',
    example: 'User did not authorize openid scope.',
  },
  {
    says: 'The provider authorization_endpoint could not be fetched',
    finding: 'discovery-not-found',
    example: 'The provider authorization_endpoint could not be fetched.',
  },
  {
    says: 'The provider token_endpoint could not be fetched',
    finding: 'metadata-endpoint-missing',
    example: 'The provider token_endpoint could not be fetched.',
  },
  {
    says: 'Error missing part 0 in token',
    finding: 'id-token-malformed',
    example: 'Error missing part 0 in token',
  },
  {
    says: '$base64url) must be of type string, null given',
    finding: 'id-token-malformed',
    example: '($base64url) must be of type string, null given',
  },
  {
    says: 'Error decoding signature from token',
    finding: 'id-token-alg-none',
    example: 'Error decoding signature from token',
  },
  {
    says: 'Error decoding JSON from token header',
    finding: 'id-token-malformed',
    example: 'Error decoding JSON from token header',
  },
  {
    says: 'Error decoding JSON from jwks_uri',
    finding: 'jwks-not-json',
    example: 'Error decoding JSON from jwks_uri',
  },
]);

const LEAGUE = saidBy({ by: 'league/oauth2-client' }, [
  {
    says: 'Invalid response received from Authorization Server. Expected JSON',
    finding: 'token-not-json',
    example: 'Invalid response received from Authorization Server. Expected JSON.',
  },
  {
    says: 'An OAuth server error was encountered that did not contain a JSON body',
    finding: 'token-not-json',
    example: 'An OAuth server error was encountered that did not contain a JSON body',
  },
]);

/** OpenIDConnectClient.php: the token answer is read without a look at whether it is JSON; the method is a setting of the app. */
const JUMBOJETT = saidBy({ by: 'openid-connect-php', versions: 'jumbojett 0.9, jakub-onderka 1' }, [
  {
    says: 'First parameter must either be an object or the name of an existing class{…}OpenIDConnectClient',
    finding: 'token-not-json',
    weight: 0.9,
    example:
      'Error: First parameter must either be an object or the name of an existing class at /srv/openid-connect-php/src/OpenIDConnectClient.php#284',
  },
  {
    says: "Unknown authentication method '' provided",
    finding: { cause: 'literal-quotes-or-misspelt-name' },
    weight: 0.95,
    example: "[InvalidArgumentException] Unknown authentication method '' provided.",
  },
]);

/** What libraries in PHP say. */
export const PHP: readonly Recogniser[] = [
  ...JUMBOJETT,
  ...OPENID_CONNECT_GENERIC,
  ...OPENID_CONNECT_GENERIC_WORDS,
  ...OPENID_CONNECT_GENERIC_CODES,
  ...OPENID_CONNECT_PHP,
  ...LEAGUE,
];
