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
  // authentik: event and page of a refused redirect URI
  {
    by: 'authentik',
    says: "Invalid redirect URI used by client{…}'redirect_uri': '{redirect_uri:url}'",
    finding: 'redirect',
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
