/**
 * One message of each recogniser that was read in a library's source and that no library of the message laboratory has
 * said so far: the shortest line with its words, and what it is to be taken for.
 */
export const EXAMPLES: readonly (readonly [text: string, cause: string, side: string])[] = [
  // authentik and Authelia, beside those that were run
  [
    '{"message": "Invalid redirect URI used by provider", "expected": [{"url": "https://notes.example.com:8443/cb", "matching_mode": "strict"}], "http_request": {"path": "/application/o/token/"}, "redirect_uri": "https://notes.example.com/cb"}',
    'redirect-differs-at-token',
    'app',
  ],
  [
    '{"event": "Invalid redirect uri (regex comparison)", "redirect_uri_expected": ["https://notes.example.com/?a=b"], "redirect_uri_given": "https://notes.example.com/?a=b"}',
    'redirect-authentik',
    'provider',
  ],
  [
    '{"event": "Invalid redirect uri (strict comparison)", "redirect_uri_expected": ["https://notes.example.com/a"], "redirect_uri_given": "https://notes.example.com/b"}',
    'redirect-authentik',
    'provider',
  ],
  [
    'level=info msg="Access to https://notes.example.com/api/health (method GET) is not authorized to user <anonymous>, responding with status code 302 with location redirect to https://auth.example.com/"',
    'forward-auth-in-front',
    'proxy',
  ],
  // openidconnect (Rust)
  [
    'Failed to discover OpenID provider: Validation error: unexpected issuer URI `https://id.example.com/` (expected `https://id.example.com`)',
    'issuer-mismatch',
    'app',
  ],
  [
    'Failed to contact token endpoint: Parse(Error { path: Path { segments: [] }, original: Error("Invalid JSON web token: found 5 parts (expected 3)", line: 1, column: 69) })',
    'encrypted-id-token',
    'provider',
  ],
  ['Parse error: Invalid JSON web token: found 2 parts (expected 3)', 'id-token-unreadable', 'provider'],
  ['Failed to discover OpenID provider: Request failed', 'container-cannot-reach-idp', 'host'],
  ['Failed to discover OpenID provider: Failed to parse server response', 'discovery-path-wrong', 'app'],
  [
    'Failed to discover OpenID provider: Server returned invalid response: HTTP status code 404 Not Found',
    'discovery-path-wrong',
    'app',
  ],
  [
    'Failed to discover OpenID provider: Server returned invalid response: HTTP status code 502 Bad Gateway',
    'provider-failing',
    'proxy',
  ],
  [
    'Failed to discover OpenID provider: Server returned invalid response: HTTP status code 403 Forbidden',
    'blocked-by-waf',
    'proxy',
  ],
  ['Failed to discover OpenID provider: Failed to parse URL', 'issuer-not-well-formed', 'app'],
  [
    'Signature verification failed: Disallowed signature algorithm: HmacSha256',
    'signing-algorithm',
    'provider',
  ],
  ['Signature verification failed: Disallowed signature algorithm: HS256', 'signing-algorithm', 'provider'],
  ['Signature verification failed: Disallowed signature algorithm: EdDsa', 'signing-algorithm', 'provider'],
  ['Signature verification failed: No matching key found', 'signing-key-not-published', 'provider'],
  // IdentityModel (.NET)
  [
    'Error loading discovery document: Error connecting to https://id.example.com/realms/a/.well-known/openid-configuration: Not Found',
    'discovery-path-wrong',
    'app',
  ],
  [
    'Error connecting to https://id.example.com/.well-known/openid-configuration: Forbidden',
    'blocked-by-waf',
    'proxy',
  ],
  [
    'Error connecting to https://id.example.com/.well-known/openid-configuration: Bad Gateway',
    'provider-failing',
    'provider',
  ],
  [
    'Error connecting to https://id.example.com/.well-known/openid-configuration: Service Unavailable',
    'provider-failing',
    'provider',
  ],
  [
    'Error connecting to https://id.example.com/.well-known/openid-configuration: Internal Server Error',
    'provider-failing',
    'provider',
  ],
  [
    'Error connecting to http://id.example.com/.well-known/openid-configuration. HTTPS required.',
    'issuer-plain-http',
    'proxy',
  ],
  [
    'Error loading discovery document: Issuer name does not match authority: https://id.example.com/realms/a',
    'issuer-mismatch',
    'app',
  ],
  [
    'Error loading discovery document: Endpoint does not use HTTPS: http://id.example.com/token',
    'idp-advertises-wrong-self',
    'proxy',
  ],
  [
    'Error loading discovery document: Endpoint is on a different host than authority: https://other.example.com/token',
    'endpoint-base-check',
    'app',
  ],
  ['Error loading discovery document: Keyset is missing', 'keys-unreachable', 'provider'],
  [
    'Error validating token response: Identity token is missing on token response.',
    'no-id-token',
    'provider',
  ],
  [
    'Error validating token response: Access token is missing on token response.',
    'token-answer-odd',
    'provider',
  ],
  ['sub claim is missing from userinfo endpoint', 'subject-missing', 'provider'],
  [
    'sub claim from userinfo endpoint is different than sub claim from identity token.',
    'userinfo-of-someone-else',
    'provider',
  ],
  ['Error contacting userinfo endpoint: Unauthorized', 'userinfo-refused', 'proxy'],
  // goth
  ['no provider for home exists', 'discovery-path-wrong', 'app'],
  ['Non-success code for Discovery URL: 404', 'discovery-path-wrong', 'app'],
  ['Non-success code for Discovery URL: 502', 'provider-failing', 'provider'],
  ['Non-success code for Discovery URL: 403', 'blocked-by-waf', 'proxy'],
  [
    'oauth2: error validating JWT token: issuer in token does not match issuer in OpenIDConfig discovery',
    'issuer-mismatch',
    'app',
  ],
  [
    'oauth2: error validating JWT token: audience in token does not match client key',
    'id-token-for-another-client',
    'provider',
  ],
  ['oauth2: error validating JWT token: user info JWT token is expired', 'id-token-times', 'provider'],
  [
    "userinfo response did not contain a 'sub' claim: map[string]interface {}{}",
    'subject-missing',
    'provider',
  ],
  ['Non-200 response from UserInfo: 401, WWW-Authenticate=Bearer', 'userinfo-refused', 'proxy'],
  ['state token mismatch', 'state-cookie-lost', 'app'],
  // Authlib, django-allauth, mozilla-django-oidc
  ['ValueError: Invalid key set format', 'empty-key-set', 'provider'],
  ['ValueError: Invalid JSON Web Key Set', 'signing-key-not-published', 'provider'],
  [
    'Social authentication error for provider `home`: unknown (Invalid id_token)',
    'signing-algorithm',
    'provider',
  ],
  [
    'File "mozilla_django_oidc/auth.py", line 262, in get_userinfo\n    return user_response.json()\nrequests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
    'userinfo-is-signed',
    'provider',
  ],
  // Micronaut
  [
    'Error instantiating bean of type  [io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata]\n\nMessage: Read Timeout',
    'container-cannot-reach-idp',
    'host',
  ],
  [
    'Bean of type io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata with name quailfier mine is disabled. Failed to retrieve OpenID configuration for mine',
    'container-cannot-reach-idp',
    'host',
  ],
  // Auth.js
  [
    '[auth][error] OAuthProfileParseError: . Read more at https://errors.authjs.dev#oauthprofileparseerror',
    'claims-left-the-id-token',
    'provider',
  ],
  // Token endpoints
  [
    'oauth2: cannot fetch token: 400 Bad Request\nResponse: "Invalid scope: Requested scope is invalid"',
    'scope-not-allowed',
    'provider',
  ],
  ['{"error":"invalid_scope","error_description":"Invalid scopes: groups"}', 'scope-not-allowed', 'provider'],
];
