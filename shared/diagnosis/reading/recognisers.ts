import { ANSWERS, CODES } from './answers.ts';
import { LIBRARY_MESSAGES } from './libraries.ts';
import type { Recogniser } from './recogniser.ts';
import { SAID_BY_AUTHELIA, SAID_BY_AUTHELIA_OF } from './said-by-authelia.ts';
import { SAID_BY_LIBRARIES } from './said-by-libraries.ts';
import { SAID_BY_OTHERS } from './said-by-others.ts';
import { SAID_OF_CLAIMS } from './said-of-claims.ts';
import { SENSES } from './senses.ts';

/**
 * What providers say in their own words, with the values in it. The words were read in the product's source or seen in
 * a run; versions are said where a product changed them.
 */
const PROVIDERS: readonly Recogniser[] = [
  ...SAID_BY_AUTHELIA,
  ...SAID_BY_AUTHELIA_OF,
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
  ...SAID_BY_OTHERS,
  ...LIBRARY_MESSAGES,
  ...SAID_BY_LIBRARIES,
  ...SAID_OF_CLAIMS,
  ...CODES,
  ...ANSWERS,
  ...SENSES,
];
