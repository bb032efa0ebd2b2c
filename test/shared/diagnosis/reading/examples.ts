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
  ['Failed to discover OpenID provider: Failed to parse server response', 'empty-key-set', 'provider'],
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
    'app',
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
  ['oauth2: error validating JWT token: user info JWT token is expired', 'id-token-times', 'host'],
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
  // Authelia 4.39: its log, and its answers to the app
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The requested OAuth 2.0 Client does not exist. No client with id 'games' was found." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'client-unknown',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The required credentials were not found. The registered client with id 'games' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic', but the method 'none' was determined to be used." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'secret-not-sent',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The registered client with id 'games' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic', but the method 'private_key_jwt' was determined to be used." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'wrong-secret-method',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Authorization Request failed with error: The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope 'groups'." method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'scope-not-allowed',
    'provider',
  ],
  [
    `The requested scope is invalid, unknown, or malformed. The request scope 'groups' has not been granted or is not allowed to be requested.`,
    'scope-not-allowed',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Authorization Request failed with error: The authorization server does not support obtaining a token using this method. The client is not allowed to request response_type 'code'." method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'response-type-refused',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'token-request-malformed',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: The OAuth 2.0 Client is not allowed to use the authorization grant 'refresh_token'." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'token-request-malformed',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: The provided authorization grant is invalid. Token expired. Authorize Code expired at '2026-11-25 20:20:39 UTC'." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'code-refused',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="User Info Request with id 'x' on client with id 'games' failed with error: bearer authorization failed as the Access Token was not granted the appropriate scope" method=POST path=/api/oidc/userinfo remote_ip=10.0.0.2`,
    'openid-scope-missing',
    'app',
  ],
  [
    `userinfo request failed with status 403: {"error":"insufficient_scope","error_description":"The granted scope was missing the 'openid' scope."}`,
    'openid-scope-missing',
    'app',
  ],
  [
    `The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing.`,
    'pkce-required',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing. The client with id 'games' is registered in a way that enforces PKCE." method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'pkce-required',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing. The authorization server is configured in a way that enforces PKCE for all clients." method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'pkce-required',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing. The authorization server is configured in a way that enforces PKCE for all public client type clients and the 'games' client is using the public client type." method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'pkce-required',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: The provided authorization grant is invalid. The PKCE code challenge did not match the code verifier." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'code-refused',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Access Request failed with error: The provided authorization grant is invalid. The 'redirect_uri' from this request does not match the one from the authorize request." method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'redirect-differs-at-token',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Authorization Request with id 'x' on client with id 'games' using policy 'family' could not be processed: the user 'ada' is not authorized to use this client" method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'denied-by-policy',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Unsuccessful 1FA authentication attempt by user 'ada' and they are banned until 8:33:48PM on November 25 2026 (+00:00)" method=POST path=/api/firstfactor remote_ip=10.0.0.2`,
    'login-banned',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Unsuccessful 1FA authentication attempt by user 'ada'" method=POST path=/api/firstfactor remote_ip=10.0.0.2`,
    'password-refused',
    'provider',
  ],
  [
    `https://auth.example.com/api/firstfactor\n{"status":"KO","message":"Authentication failed. Check your credentials."}`,
    'password-refused',
    'provider',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Request could not be processed: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Error occurred determining the effective issuer for this request." error="invalid X-Forwarded-Proto header value 'http'" method=POST path=/api/oidc/token remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Request could not be processed: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Error occurred determining the effective issuer for this request." error="invalid X-Forwarded-Proto header value 'http'" method=POST path=/api/oidc/userinfo remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Request could not be processed: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Error occurred determining the effective issuer for this request." error="invalid X-Forwarded-Proto header value 'http'" method=POST path=/jwks.json remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Request could not be processed: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. Error occurred determining the effective issuer for this request." error="invalid X-Forwarded-Proto header value 'http'" method=POST path=/.well-known/openid-configuration remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'app',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Authorization Request could not be processed: The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed. " error="invalid X-Forwarded-Proto header value 'http'" method=POST path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'proxy',
  ],
  [
    `time="2026-11-25T20:21:26Z" level=error msg="Panic (recovered) occurred while handling requests, please report this error" error="recovered panic: runtime error: invalid memory address or nil pointer dereference" method=GET path=/api/oidc/authorization remote_ip=10.0.0.2`,
    'idp-advertises-wrong-self',
    'proxy',
  ],
  // A proxy in front of the provider
  [
    `https://auth.example.com/api/oidc/authorization?response_type=code&client_id=games\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>`,
    'provider-failing',
    'proxy',
  ],
  [
    `https://auth.example.com/api/oidc/authorization?response_type=code&client_id=games\n<html><head><title>503 Service Unavailable</title></head><body><center><h1>503 Service Unavailable</h1></center><hr><center>nginx</center></body></html>`,
    'provider-failing',
    'proxy',
  ],
  [
    `https://auth.example.com/api/oidc/authorization?response_type=code&client_id=games\n<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>`,
    'provider-failing',
    'proxy',
  ],
  [
    `https://auth.example.com/api/oidc/authorization?response_type=code&client_id=games\n<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center><hr><center>nginx</center></body></html>`,
    'provider-failing',
    'proxy',
  ],
  [
    `https://auth.example.com/api/oidc/authorization?response_type=code&client_id=games\n<html><head><title>504 Gateway Timeout</title></head><body><center><h1>504 Gateway Timeout</h1></center><hr><center>nginx</center></body></html>`,
    'provider-failing',
    'proxy',
  ],
  // Certificates that begin later than the clock of their reader says
  [
    `httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1020)`,
    'certificate-expired',
    'host',
  ],
  [`Error: certificate is not yet valid { code: 'CERT_NOT_YET_VALID' }`, 'certificate-expired', 'host'],
  [
    `java.security.cert.CertificateNotYetValidException: NotBefore: Wed Nov 25 22:00:00 UTC 2026`,
    'certificate-expired',
    'host',
  ],
  // Databases, of a user that is there already
  [
    `sqlalchemy.exc.IntegrityError: (mariadb.IntegrityError) Duplicate entry 'ada' for key 'ix_users_username'`,
    'account-collision',
    'app',
  ],
  [
    `IntegrityError: (1062, "Duplicate entry 'ada@example.com' for key 'users.email'")`,
    'account-collision',
    'app',
  ],
  [
    `ERROR: duplicate key value violates unique constraint "users_username_key" Detail: Key (username)=(ada) already exists.`,
    'account-collision',
    'app',
  ],
  [
    `ERROR: duplicate key value violates unique constraint "users_email_key" Detail: Key (email)=(ada@example.com) already exists.`,
    'account-collision',
    'app',
  ],
];
