import { ANSWERS, CODES } from './answers.ts';
import { LIBRARY_MESSAGES } from './libraries.ts';
import type { Recogniser } from './recogniser.ts';
import { SAID_BY_LIBRARIES } from './said-by-libraries.ts';
import { SAID_OF_CLAIMS } from './said-of-claims.ts';
import { SENSES } from './senses.ts';

/**
 * What providers say in their own words, with the values in it. The words were read in the product's source or seen in
 * a run; versions are said where a product changed them.
 */
const PROVIDERS: readonly Recogniser[] = [
  // Authelia 4.38, 4.39
  {
    by: 'Authelia',
    says: "registered with OAuth 2.0 Client with id '{client_id}' did not match 'redirect_uri' value '{redirect_uri}'",
    finding: 'redirect',
  },
  {
    by: 'Authelia',
    says: "Client with id '{client_id}' does not appear to be a registered client",
    finding: 'client-unknown',
  },
  {
    by: 'Authelia',
    says: "'token_endpoint_auth_method' method '{used_method}', however{…}client with id '{client_id}' is configured to only support 'token_endpoint_auth_method' method '{registered_method}'",
    finding: 'auth-method-refused',
  },
  {
    by: 'Authelia',
    says: "The 'redirect_uri' parameter is required when using OpenID Connect 1.0",
    finding: 'redirect',
    data: { redirect_uri: '' },
  },
  // Its forward authentication turns a program away that asks the app's interface, and no person who could sign in
  {
    by: 'Authelia',
    says: 'Access to {…}/api/{…}is not authorized to user <anonymous>, responding with status code 302',
    finding: 'app-behind-other-login',
    weight: 0.75,
    quiet: true,
  },
  // authentik: event and page of a refused redirect URI
  {
    by: 'authentik',
    says: "Invalid redirect URI used by client{…}'redirect_uri': '{redirect_uri:url}'",
    finding: 'redirect',
  },
  // The same where the code is redeemed: views/token.py
  {
    by: 'authentik',
    says: 'Invalid redirect URI used by provider{…}"expected"{registered}"redirect_uri": "{redirect_uri:url}"',
    finding: 'token-grant-refused',
    data: { error_description: 'The redirect URI is another than before.' },
  },
  // Log of authentik before 2024.12, where entries are regular expressions: views/authorize.py
  {
    by: 'authentik',
    says: 'Invalid redirect uri (regex comparison){…}"redirect_uri_expected": [{registered}]{…}"redirect_uri_given": "{redirect_uri:url}"',
    finding: 'redirect',
    data: { compared: 'regex' },
  },
  {
    by: 'authentik',
    says: 'Invalid redirect uri (strict comparison){…}"redirect_uri_expected": [{registered}]{…}"redirect_uri_given": "{redirect_uri:url}"',
    finding: 'redirect',
    data: { compared: 'strict' },
  },
  // Keycloak: one line of its event log
  {
    by: 'Keycloak',
    says: 'clientId="{client_id}"{…}error="invalid_redirect_uri"{…}redirect_uri="{redirect_uri:url}"',
    finding: 'redirect',
  },
  {
    by: 'Keycloak',
    says: 'clientId="{client_id}"{…}error="client_not_found"',
    finding: 'client-unknown',
  },
];

export const RECOGNISERS: readonly Recogniser[] = [
  ...PROVIDERS,
  ...LIBRARY_MESSAGES,
  ...SAID_BY_LIBRARIES,
  ...SAID_OF_CLAIMS,
  ...CODES,
  ...ANSWERS,
  ...SENSES,
];
