/** Causes that are right for one message, the usual one first. None: such words say nothing that is known. */
type Causes = readonly string[];

const REDIRECT = ['redirect-not-registered'];
const REDIRECT_OR_LATER = ['redirect-not-registered', 'redirect-differs-at-token'];
const AT_TOKEN = ['redirect-differs-at-token', 'code-refused'];
const REDIRECT_HTTP = ['redirect-http-refused', 'redirect-downgraded-to-http', 'redirect-not-registered'];
const UNKNOWN = ['client-unknown'];
const UNKNOWN_OR_SECRET = ['client-unknown', 'secret-wrong-or-swapped'];
const DISABLED = ['client-disabled'];
const SECRET = ['secret-wrong-or-swapped'];
const CREDENTIALS = ['secret-wrong-or-swapped', 'wrong-secret-method', 'secret-not-sent', 'client-unknown'];
const NOT_SENT = ['secret-not-sent', 'authorization-header-dropped', 'public-versus-confidential'];
const METHOD = ['wrong-secret-method'];
const TWO = ['two-methods-at-once'];
const PUBLIC = ['public-versus-confidential', 'secret-not-sent'];
const STATE = ['state-cookie-lost'];
const STATE_OR_CALLBACK = ['state-cookie-lost', 'callback-malformed'];
const NONCE = ['nonce-wrong'];
const NONCE_OR_SESSION = ['nonce-wrong', 'state-cookie-lost'];
const KEY = ['signing-key-not-published'];
const KEY_OR_ALGORITHM = ['signing-key-not-published', 'signing-algorithm'];
const KEY_OR_SIGNATURE = ['signing-key-not-published', 'id-token-signature-wrong'];
const NO_KEYS = ['empty-key-set', 'keys-unreachable', 'signing-key-not-published'];
const KEYS = ['keys-unreachable'];
const SIGNATURE = ['id-token-signature-wrong'];
const ALGORITHM = ['signing-algorithm'];
const UNREADABLE = ['id-token-unreadable', 'encrypted-id-token'];
const ISSUER = ['issuer-mismatch', 'idp-advertises-wrong-self'];
const DISCOVERY = ['discovery-path-wrong'];
const DISCOVERY_OR_DOWN = [
  'discovery-path-wrong',
  'container-cannot-reach-idp',
  'provider-does-not-answer',
  'provider-failing',
  'answer-not-json',
  'untrusted-certificate',
  'provider-name-not-found',
];
const NOT_JSON = ['answer-not-json', 'discovery-path-wrong'];
const METADATA = ['metadata-incomplete', 'discovery-path-wrong'];
const FAILING = ['provider-failing'];
const CODE = ['code-refused'];
const PKCE = ['pkce-required'];
const PKCE_OR_CODE = ['pkce-required', 'code-refused', 'state-cookie-lost', 'pkce-keycloak'];
const PKCE_REFUSED = ['pkce-refused', 'pkce-required', 'code-refused'];
const SCOPE = ['scope-not-allowed'];
const OPENID = ['openid-scope-missing'];
const GRANT = ['token-request-malformed'];
const GRANT_OR_RESPONSE = ['token-request-malformed', 'response-type-refused'];
const RESPONSE = ['response-type-refused'];
const NAME = ['container-cannot-reach-idp', 'provider-name-not-found'];
const REFUSED = ['container-cannot-reach-idp', 'provider-does-not-answer', 'token-request-never-arrives'];
const UNTRUSTED = ['untrusted-certificate', 'certificate-chain-incomplete'];
const WRONG_NAME = ['certificate-wrong-name'];
const NO_TLS = ['tls-not-spoken'];
const NO_CRYPTO = ['version-too-old'];
const BEARER = ['userinfo-refused', 'authorization-header-dropped', 'userinfo-empty-or-wrong-url'];
const OLD_TOKEN = ['userinfo-refused'];

/**
 * What providers, proxies and client libraries say where a login stops, as their sources put it together, by what it is
 * about. The causes were written down before `explain` had read any of it.
 */
export const PROTOCOL_WORDS: Readonly<
  Record<string, readonly (readonly [program: string, message: string, causes: Causes])[]>
> = {
  'the redirect URI is not registered, or differs at the token request': [
    [
      'SimpleIdServer',
      '{"error":"invalid_request","error_description":"redirect_uri https://notes.example.com/callback is not correct"}',
      REDIRECT_OR_LATER,
    ],
    ['SimpleIdServer', '{"error":"invalid_grant","error_description":"not the same redirect_uri"}', AT_TOKEN],
    [
      'SimpleIdServer',
      '{"error":"invalid_request","error_description":"no redirect uri has been registered"}',
      REDIRECT,
    ],
    ['SimpleIdServer', 'error_description=redirect_uri does not contain https scheme', REDIRECT_HTTP],
    ['SimpleID', '[ERROR] Incorrect redirect URI: https://notes.example.com/callback', REDIRECT],
    [
      'SimpleID',
      '[ERROR] Protocol Error: redirect_uri not specified in request when multiple redirect_uris are registered',
      ['redirect-not-registered', 'redirect-differs-at-token', 'authorization-refused'],
    ],
    [
      'SimpleID',
      '[ERROR] Token request failed: redirect_uri in request <https://notes.example.com/cb> does not match authorisation code <https://notes.example.com/callback>',
      AT_TOKEN,
    ],
    [
      'Rauthy',
      'ERROR rauthy_models::entity::clients: Invalid redirect_uri: https://notes.example.com/callback',
      REDIRECT_OR_LATER,
    ],
    [
      'Rauthy',
      '{"timestamp":1700000000,"error":"BadRequest","message":"Invalid redirect uri"}',
      REDIRECT_OR_LATER,
    ],
    [
      'Casdoor',
      "Redirect URI: https://notes.example.com/callback doesn't exist in the allowed Redirect URI list",
      REDIRECT,
    ],
    [
      'Kanidm',
      'WARN Invalid OAuth2 redirect_uri (must be an exact match to a redirect-url) - got https://notes.example.com/callback from client but configured uris do not match (check oauth2_rs_origin entries)',
      REDIRECT,
    ],
    [
      'Kanidm',
      'INFO security.info: Invalid OAuth2 redirect_uri (differs from original request uri)',
      AT_TOKEN,
    ],
    [
      'Kanidm',
      "WARN OAuth2 redirect_uri returns to localhost, but localhost redirection is not allowed. See 'kanidm system oauth2 enable-localhost-redirects'",
      ['redirect-not-registered', 'internal-address-leaks'],
    ],
    [
      'Tinyauth',
      'WRN Redirect URI mismatch redirect_uri=https://notes.example.com/callback',
      REDIRECT_OR_LATER,
    ],
    [
      'Zitadel',
      '{"error":"invalid_request","error_description":"The requested redirect_uri is missing in the client configuration. If you have any questions, you may contact the administrator of the application."}',
      REDIRECT,
    ],
    [
      'Zitadel',
      '{"error":"invalid_request","error_description":"This client\'s redirect_uri is http and is not allowed. If you have any questions, you may contact the administrator of the application."}',
      REDIRECT_HTTP,
    ],
    ['Zitadel', 'error_description: redirect_uri does not correspond', AT_TOKEN.concat(REDIRECT)],
    [
      'OpenIddict',
      "error:invalid_request\nerror_description:The specified 'redirect_uri' is not valid for this client application.\nerror_uri:https://documentation.openiddict.com/errors/ID2043",
      REDIRECT,
    ],
    [
      'OpenIddict',
      "error:invalid_grant error_description:The specified 'redirect_uri' parameter doesn't match the client redirection URI the authorization code was initially sent to.",
      AT_TOKEN,
    ],
    ['IdentityServer', '[ERR] Invalid redirect_uri: https://notes.example.com/signin-oidc', REDIRECT],
    [
      'IdentityServer',
      'IdentityServer4.Validation.TokenRequestValidator: Error: Invalid redirect_uri: https://notes.example.com/callback, expected: https://notes.example.com/signin-oidc',
      AT_TOKEN,
    ],
    ['Spring Authorization Server', '[invalid_request] OAuth 2.0 Parameter: redirect_uri', REDIRECT],
    [
      'WSO2 Identity Server',
      'oauthErrorCode=invalid_callback&oauthErrorMsg=Registered callback does not match with the provided url.',
      REDIRECT,
    ],
    ['WSO2 Identity Server', 'Received callback URL does not match with the persisted.', AT_TOKEN],
    ['Django OAuth Toolkit', 'Error: invalid_request Mismatching redirect URI.', REDIRECT_OR_LATER],
    [
      'oauth2-server-php',
      '{"error":"redirect_uri_mismatch","error_description":"The redirect URI provided is missing or does not match"}',
      REDIRECT_OR_LATER,
    ],
    [
      'oauth2-server-php',
      '{"error":"invalid_uri","error_description":"No redirect URI was supplied or stored"}',
      REDIRECT,
    ],
    [
      'MITREid Connect',
      'error="invalid_grant", error_description="Redirect URI mismatch."',
      AT_TOKEN.concat(REDIRECT),
    ],
    [
      'Spring Security OAuth',
      'error="invalid_request", error_description="At least one redirect_uri must be registered with the client."',
      REDIRECT,
    ],
    [
      'Spring Security OAuth',
      'error="invalid_grant", error_description="Invalid redirect: https://notes.example.com/login does not match one of the registered values."',
      REDIRECT,
    ],
    [
      'Doorkeeper',
      "The requested redirect URI is malformed or doesn't match the client redirect URI.",
      REDIRECT,
    ],
    [
      'fosite',
      "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls.",
      REDIRECT,
    ],
    [
      'fosite',
      "The 'redirect_uri' from this request does not match the one from the authorize request.",
      AT_TOKEN,
    ],
    [
      'CAS',
      'WARN [OAuth20DefaultTokenRequestValidator] Unsupported redirect_uri: [https://notes.example.com/callback] for registered service [notes]',
      REDIRECT_OR_LATER,
    ],
    [
      'node-oauth2-server',
      'invalid_client: Invalid client: `redirect_uri` does not match client value',
      REDIRECT,
    ],
    [
      'node-oauth2-server',
      'invalid_request: Invalid request: `redirect_uri` is invalid',
      AT_TOKEN.concat(REDIRECT),
    ],
  ],
  'the client is unknown, or its secret or method is wrong': [
    ['SimpleIdServer', '{"error":"invalid_client","error_description":"bad client credential"}', CREDENTIALS],
    ['SimpleIdServer', '{"error":"invalid_client","error_description":"unknown client notes"}', UNKNOWN],
    ['SimpleIdServer', '{"error":"invalid_client","error_description":"no client secret"}', NOT_SENT],
    ['SimpleID', '[ERROR] Client with client_id not found: notes', UNKNOWN],
    [
      'SimpleID',
      '[ERROR] Unexpected authentication method: client_secret_post; expecting client_secret_basic',
      METHOD,
    ],
    ['Rauthy', '{"error":"BadRequest","message":"Client \'notes\' not found"}', UNKNOWN],
    ['Rauthy', '{"error":"Unauthorized","message":"Invalid \'client_secret\'"}', SECRET],
    ['Rauthy', '{"error":"BadRequest","message":"\'client_secret\' is missing"}', NOT_SENT],
    [
      'Rauthy',
      '{"error":"BadRequest","message":"Cannot validate \'client_secret\' for public client"}',
      ['public-versus-confidential'],
    ],
    ['Rauthy', '{"error":"Forbidden","message":"The client has been disabled"}', DISABLED],
    ['Casdoor', '{"error":"invalid_client","error_description":"client_id is invalid"}', UNKNOWN],
    ['Casdoor', 'Invalid application or wrong clientSecret', UNKNOWN_OR_SECRET],
    [
      'Casdoor',
      '{"error":"invalid_client","error_description":"client_secret is invalid for application: [admin/notes], token.CodeChallenge: empty"}',
      SECRET,
    ],
    ['Kanidm', 'WARN Invalid OAuth2 client_id (have you configured the OAuth2 resource server?)', UNKNOWN],
    ['Kanidm', 'INFO Invalid OAuth2 client_id secret', SECRET],
    ['Kanidm', 'WARN OAuth2 Client Authentcation Required', CREDENTIALS.concat(NOT_SENT)],
    ['Tinyauth', 'WRN Invalid client secret', SECRET],
    ['Tinyauth', 'WRN Client not found client_id=notes', UNKNOWN],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_client","error_description":"Client not found."}',
      UNKNOWN,
    ],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_client","error_description":"Client expired."}',
      ['client-disabled', 'client-unknown', 'secret-wrong-or-swapped'],
    ],
    [
      'OpenIddict',
      'error:invalid_client error_description:The specified client credentials are invalid.',
      CREDENTIALS,
    ],
    ['OpenIddict', "error:invalid_client error_description:The specified 'client_id' is invalid.", UNKNOWN],
    [
      'OpenIddict',
      "error:invalid_client error_description:The 'client_secret' parameter required for this client application is missing.",
      NOT_SENT,
    ],
    [
      'OpenIddict',
      "error:invalid_client error_description:The 'client_secret' parameter is not valid for this client application.",
      ['public-versus-confidential'],
    ],
    [
      'OpenIddict',
      'error:invalid_request error_description:Multiple client credentials cannot be specified.',
      TWO,
    ],
    ['IdentityServer', "[ERR] No client with id 'notes' found. aborting", UNKNOWN],
    ['IdentityServer', '[ERR] Client secret validation failed for client: notes.', SECRET],
    ['IdentityServer', '[ERR] Unknown client or not enabled: notes', ['client-unknown', 'client-disabled']],
    ['Spring Authorization Server', '[invalid_client] Client authentication failed: client_secret', SECRET],
    ['Spring Authorization Server', '[invalid_client] Client authentication failed: client_id', UNKNOWN],
    [
      'Spring Authorization Server',
      '[invalid_client] Client authentication failed: authentication_method',
      METHOD,
    ],
    [
      'WSO2 Identity Server',
      '{"error_description":"A valid OAuth client could not be found for client_id: notes","error":"invalid_client"}',
      UNKNOWN,
    ],
    [
      'WSO2 Identity Server',
      '{"error_description":"App is not in active state in client ID: notes. App state is: REVOKED","error":"invalid_client"}',
      DISABLED,
    ],
    [
      'WSO2 Identity Server',
      '{"error_description":"The client MUST NOT use more than one authentication method per request.","error":"invalid_request"}',
      TWO,
    ],
    ['FIWARE Keyrock', 'invalid_client: application id not found', UNKNOWN],
    ['FIWARE Keyrock', 'invalid_request: invalid client credentials', CREDENTIALS],
    [
      'oauth2-server-php',
      '{"error":"invalid_client","error_description":"The client credentials are invalid"}',
      CREDENTIALS,
    ],
    [
      'oauth2-server-php',
      '{"error":"invalid_client","error_description":"This client is invalid or must authenticate using a client secret"}',
      PUBLIC.concat(UNKNOWN),
    ],
    [
      'oauth2-server-php',
      '{"error":"invalid_client","error_description":"Client credentials were not found in the headers or body"}',
      NOT_SENT,
    ],
    [
      'oauth2-server-php',
      '{"error":"invalid_request","error_description":"Only one method may be used to authenticate at a time (Auth header, GET or POST)"}',
      TWO,
    ],
    [
      'Django OAuth Toolkit',
      'DEBUG oauth2_provider Failed basic auth: wrong client secret [redacted]',
      SECRET,
    ],
    [
      'Django OAuth Toolkit',
      'DEBUG oauth2_provider Failed body auth: Application notes does not exists',
      UNKNOWN,
    ],
    ['Zitadel', '{"error":"invalid_client","error_description":"auth_method post not supported"}', METHOD],
    [
      'Zitadel',
      '{"error":"invalid_client","error_description":"confidential client requires authentication"}',
      NOT_SENT,
    ],
    [
      'Zitadel',
      '{"error":"invalid_client","error_description":"invalid client_id / client_secret"}',
      CREDENTIALS,
    ],
    ['fosite', 'The requested OAuth 2.0 Client could not be authenticated.', CREDENTIALS],
    ['fosite', 'Unable to find OAuth 2.0 Client from HTTP basic authorization header.', UNKNOWN],
    [
      'Hydra',
      'The requested OAuth 2.0 client does not exist or you provided incorrect credentials.',
      UNKNOWN_OR_SECRET,
    ],
    ['Doorkeeper', 'The request utilizes more than one mechanism for authenticating the client.', TWO],
  ],
  'the state, the session or the nonce is lost': [
    [
      'OpenIddict',
      'No correlation cookie associated with the specified state can be found. Please try logging in again. If the error persists, please contact the website owner.',
      STATE,
    ],
    ['OpenIddict', 'The correlation cookie is invalid or malformed.', STATE],
    ['OpenIddict', "The request forgery protection is missing or doesn't contain the expected value.", STATE],
    ['OpenIddict', 'The specified state token has already been redeemed.', STATE],
    [
      'OmniAuth',
      'ERROR -- omniauth: (openid_connect) Authentication failure! csrf_detected: OmniAuth::Strategies::OAuth2::CallbackError, csrf_detected | CSRF detected',
      STATE,
    ],
    [
      'Ueberauth',
      '%Ueberauth.Failure.Error{message: "Cross-Site Request Forgery attack", message_key: "csrf_attack"}',
      STATE,
    ],
    [
      'openid-client',
      'Error: did not find expected authorization request details in session, req.session["oidc:auth.example.com"] is undefined',
      STATE,
    ],
    [
      'Auth.js',
      '[auth][error] InvalidCheck: pkceCodeVerifier value could not be parsed. Read more at https://errors.authjs.dev#invalidcheck',
      STATE,
    ],
    ['Auth.js', '[auth][error] InvalidCheck: state cookie was missing', STATE],
    ['Auth.js', '[auth][cause]: InvalidCheck: State could not be decoded', STATE],
    ['oidc-client-js', 'OidcClient.readSigninResponseState: No matching state found in storage', STATE],
    ['oidc-client-js', 'ResponseValidator._processSigninParams: State does not match', STATE],
    ['oidc-client-js', 'Error: Invalid nonce in id_token', NONCE],
    [
      'oidc-client-js',
      'ResponseValidator._processSigninParams: authority mismatch on settings vs. signin state',
      STATE,
    ],
    ['traefik-oidc-auth', '[ERROR] [traefik-oidc-auth] State on callback request is invalid.', STATE],
    [
      'traefik-oidc-auth',
      '[WARN] [traefik-oidc-auth] State on callback request is missing.',
      STATE_OR_CALLBACK,
    ],
    [
      'traefik-oidc-auth',
      '[ERROR] [traefik-oidc-auth] missing PKCE code verifier in state',
      STATE.concat(PKCE),
    ],
    ['traefikoidc', 'ERROR: TraefikOidcPlugin: CSRF token missing in session', STATE],
    ['traefikoidc', 'Authentication failed: Nonce missing in session', NONCE_OR_SESSION],
    ['traefikoidc', 'Authentication failed: Nonce mismatch', NONCE],
    [
      'pomerium',
      '{"level":"error","error":"Bad Request: no CSRF cookie","message":"authenticate: OAuthCallback"}',
      STATE,
    ],
    ['pomerium', '{"level":"error","error":"Bad Request: invalid CSRF token"}', STATE],
    ['pomerium', 'identity/oidc: pkce verifier expired or missing', STATE.concat(PKCE)],
    [
      'Arrikto AuthService',
      'level=error msg="Failed to verify state parameter: Missing cookie: \'oidc_state_csrf\'"',
      STATE,
    ],
    ['Arrikto AuthService', 'level=warning msg="State value not found in store, maybe it expired"', STATE],
    [
      'Arrikto AuthService',
      "State value from http params doesn't match value in cookie. Possible reasons: user has multiple login tabs open",
      STATE,
    ],
    ['Istio authservice', 'error retrieving authorization state from session store', STATE],
    ['Tinyauth', 'WRN CSRF token mismatch', STATE],
    ['Tinyauth', 'WRN OAuth session cookie missing', STATE],
    ['Outline', 'Error: OAuth CSRF nonce mismatched', STATE.concat(NONCE)],
    ['Yii', 'yii\\web\\HttpException: Invalid auth state parameter.', STATE],
    ['Yii', 'yii\\web\\HttpException: Invalid auth nonce', NONCE_OR_SESSION],
    [
      'Hydra',
      '{"error":"request_forbidden","error_description":"The request is not allowed. The CSRF value from the token does not match the CSRF value from the data store."}',
      STATE,
    ],
    [
      'Hydra',
      '{"error":"request_forbidden","error_description":"The request is not allowed. No CSRF value available in the session cookie."}',
      STATE,
    ],
    [
      'Rauthy',
      '{"error":"BadRequest","message":"Callback Code not found - timeout reached?"}',
      STATE.concat(CODE),
    ],
    ['Rauthy', '{"error":"Forbidden","message":"Missing encrypted callback cookie"}', STATE],
    ['MITREid Connect', 'State parameter mismatch on return. Expected k2jf83hf got null', STATE],
    [
      'MITREid Connect',
      'Possible replay attack detected! The comparison of the nonce in the returned ID Token to the session NONCE_SESSION_VARIABLE failed.',
      NONCE,
    ],
    ['MITREid Connect', 'ID token did not contain a nonce claim.', NONCE],
    ['Casdoor', 'State expected: casdoor, but got: k2jf83hf', STATE],
  ],
  'a key is not there, or the signature or its algorithm is wrong': [
    ['Envoy', "Jwks doesn't have key to match kid or alg from Jwt", KEY_OR_ALGORITHM],
    ['Envoy', 'Jwt verification fails', SIGNATURE],
    ['Envoy', 'Jwks remote fetch is failed', KEYS],
    ['Envoy', "Jwks doesn't have any valid public key", NO_KEYS],
    ['Envoy', 'Jwks is an invalid JSON', KEYS],
    ['Envoy', 'Jwks does not have [keys] field', KEYS.concat(NO_KEYS)],
    ['Envoy', 'Jwt header [alg] is not supported', ALGORITHM],
    ['Envoy', 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections', UNREADABLE],
    ['OpenIddict', 'The signing key associated to the specified token was not found.', KEY],
    ['OpenIddict', 'The signature associated to the specified token is not valid.', SIGNATURE],
    [
      'OpenIddict',
      "The JSON Web Key Set document didn't contain a valid 'keys' node with at least one key.",
      NO_KEYS,
    ],
    ['OpenIddict', 'The JSON Web Key Set request was rejected by the remote server.', KEYS],
    [
      'OpenIddict',
      'No JSON Web Key Set endpoint could be found in the server configuration.',
      METADATA.concat(KEYS),
    ],
    [
      'oidc-client-js',
      'ResponseValidator._validateIdToken: No key matching kid or alg found in signing keys',
      KEY_OR_ALGORITHM,
    ],
    [
      'oidc-client-js',
      'ResponseValidator._validateIdToken: No kid found in id_token and more than one key found in metadata',
      KEY,
    ],
    ['oidc-client-js', 'ResponseValidator._validateIdToken: No signing keys from metadata', NO_KEYS],
    ['oidc-client-js', 'JoseUtil._validateJwt: signature validation failed', SIGNATURE],
    [
      'traefik-oidc-auth',
      '[ERROR] [traefik-oidc-auth] Error loading JWKS: HTTP error - Status code: 404',
      KEYS,
    ],
    [
      'traefik-oidc-auth',
      '[ERROR] [traefik-oidc-auth] Failed to parse token: token is unverifiable: error while executing keyfunc: unknown kid rotated-2',
      KEY,
    ],
    ['traefik-oidc-auth', 'missing or invalid kid in token header', KEY],
    ['traefik-oidc-auth', 'Failed to parse token: token is unverifiable: no public Keys found', NO_KEYS],
    ['Istio authservice', 'error fetching JWKS document', KEYS],
    ['Istio authservice', 'error verifying id token with fetched jwks', KEY_OR_SIGNATURE],
    [
      'Arrikto AuthService',
      'level=error msg="Not able to verify ID token: failed to verify signature: fetching keys oidc: get keys failed: 502 Bad Gateway"',
      KEYS.concat(FAILING),
    ],
    ['Rauthy', 'Invalid JWT Token signature', SIGNATURE],
    ['Rauthy', 'Invalid JWT Token algorithm', ALGORITHM],
    ['Rauthy', 'ID token was unsigned', ALGORITHM.concat(SIGNATURE)],
    [
      'SimpleIdServer',
      'no JWK with identifier rotated-2 has been found to check the signature of the JWT',
      KEY,
    ],
    ['SimpleIdServer', "JWT doesn't have a correct signature", SIGNATURE],
    ['MITREid Connect', 'Unable to find an appropriate signature validator for ID Token.', KEY_OR_ALGORITHM],
    ['MITREid Connect', 'Token algorithm HS256 does not match expected algorithm RS256', ALGORITHM],
    ['MITREid Connect', 'Unsigned ID tokens can only be used if explicitly configured in client.', ALGORITHM],
    ['MITREid Connect', "WARN Couldn't load JWK Set from https://auth.example.com/jwk", KEYS],
    ['Zitadel OIDC', 'error fetching keys: http status not ok: 404 Not Found <html>', KEYS],
    ['Zitadel OIDC', 'id_token does not contain a signature', ALGORITHM.concat(SIGNATURE)],
    ['PyJWT', 'jwt.exceptions.PyJWKClientError: Unable to find a signing key that matches: "rotated-2"', KEY],
    ['an app with PyJWT', "AuthenticationError: No matching key found in JWKS for kid='rotated-2'", KEY],
    ['oidc_login for Nextcloud', 'OpenIDConnectClientException: Unable to verify signature', SIGNATURE],
  ],
  'the issuer differs, or discovery was not got': [
    [
      'OpenIddict',
      "The issuer returned in the server configuration doesn't match the value set in the client registration options.",
      ISSUER,
    ],
    [
      'OpenIddict',
      'The remote authorization server is currently unavailable or returned an invalid configuration.',
      DISCOVERY_OR_DOWN,
    ],
    ['OpenIddict', 'The issuer associated to the specified token is not valid.', ISSUER],
    ['OpenIddict', 'The configuration request was rejected by the remote server.', DISCOVERY_OR_DOWN],
    [
      'OpenIddict',
      "A server configuration containing an invalid 'token_endpoint' URI was returned.",
      ['metadata-incomplete', 'discovery-path-wrong', 'hostile-endpoint'],
    ],
    ['OpenIddict', 'No issuer could be found in the server configuration.', METADATA],
    ['Envoy', 'Jwt issuer is not configured', ISSUER],
    ['oidc-client-js', 'JoseUtil._validateJwt: Invalid issuer in token', ISSUER],
    ['oidc-client-js', 'Error: Metadata does not contain property authorization_endpoint', METADATA],
    [
      'oidc-client-js',
      'JsonService.getJson: Error parsing JSON response Unexpected token < in JSON at position 0',
      NOT_JSON,
    ],
    [
      'oidc-client-js',
      'JsonService.getJson: Error: Not Found (404) from MetadataService.getMetadata https://auth.example.com/.well-known/openid-configuration',
      DISCOVERY,
    ],
    [
      'traefik-oidc-auth',
      '[ERROR] [traefik-oidc-auth] Error while retrieving discovery document: HTTP error - Status code: 404',
      DISCOVERY,
    ],
    ['traefik-oidc-auth', 'Failed to decode OIDC discovery document. Status code: 200', NOT_JSON],
    ['traefik-oidc-auth', 'Error getting oidc discovery: invalid status code: 404', DISCOVERY],
    [
      'traefikoidc',
      'OIDC provider metadata initialization failed - please check provider availability and configuration',
      DISCOVERY_OR_DOWN,
    ],
    [
      'Arrikto AuthService',
      'level=error msg="OIDC provider setup failed, retrying in 10 seconds: oidc: issuer did not match the issuer returned by provider, expected \\"https://auth.example.com/\\" got \\"https://auth.example.com\\""',
      ISSUER,
    ],
    [
      'Istio authservice',
      'OIDC server returned non-200 status code',
      DISCOVERY_OR_DOWN.concat(['token-request-malformed', 'generic-wrapper']),
    ],
    [
      'pomerium',
      'error verifying access token issuer claim: invalid issuer: https://auth.example.com/',
      ISSUER,
    ],
    ['pomerium', 'identity/oidc: failed getting provider: 404 Not Found', DISCOVERY],
    [
      'Zitadel OIDC',
      'OpenID Provider Configuration Discovery has failed: http status not ok: 404 Not Found',
      DISCOVERY,
    ],
    [
      'Zitadel OIDC',
      'issuer does not match: Expected: https://auth.example.com, got: https://auth.example.com/',
      ISSUER,
    ],
    [
      'MITREid Connect',
      'Issuers do not match, expected https://auth.example.com/ got https://auth.example.com',
      ISSUER,
    ],
    ['MITREid Connect', "Couldn't parse server discovery results for https://auth.example.com/", NOT_JSON],
    ['MITREid Connect', "Returned object did not have an 'issuer' field", METADATA],
    ['Outline', 'Error: Missing userinfo_endpoint in OIDC configuration', METADATA],
    ['an app in Go', 'failed to fetch OpenID configuration: 404 Not Found', DISCOVERY],
    [
      'an app in TypeScript',
      'OIDC discovery fetch failed: Failed to fetch OpenID configuration: Bad Gateway',
      FAILING,
    ],
    ['Dex', 'failed to get provider: 404 Not Found: 404 page not found', DISCOVERY],
    [
      'Kong OIDC',
      'accessing discovery url (https://auth.example.com/.well-known/openid-configuration) failed: response indicates failure, status=404, body=',
      DISCOVERY,
    ],
    ['Grist', 'OIDCConfig: expected 200 OK, got: 404 Not Found', DISCOVERY],
    [
      'authentik as client',
      'Failed to fetch .well-known/openid-configuration: 404 Client Error: Not Found for url: https://auth.example.com/.well-known/openid-configuration',
      DISCOVERY,
    ],
    ['yii2-authclient', 'yii\\web\\HttpException: Invalid "iss"', ISSUER],
  ],
  'the code, PKCE, a scope, the grant or the response type is refused': [
    [
      'SimpleIdServer',
      '{"error":"invalid_grant","error_description":"authorization code has already been used, all tokens previously issued have been revoked"}',
      CODE,
    ],
    ['SimpleIdServer', '{"error":"invalid_grant","error_description":"bad authorization code"}', CODE],
    [
      'SimpleIdServer',
      '{"error":"unsupported_response_type","error_description":"response types code are not supported by the client"}',
      RESPONSE,
    ],
    [
      'SimpleIdServer',
      '{"error":"invalid_client","error_description":"grant type authorization_code is not supported by the client"}',
      GRANT,
    ],
    [
      'SimpleIdServer',
      '{"error":"invalid_request","error_description":"unauthorized to scopes : groups"}',
      SCOPE,
    ],
    [
      'SimpleIdServer',
      '{"error":"invalid_grant","error_description":"code_verifier is invalid"}',
      PKCE_OR_CODE,
    ],
    ['SimpleID', '[ERROR] Token request failed: Authorisation code not found or expired: 3b6nk7qz', CODE],
    ['SimpleID', '[ERROR] Protocol Error: code_challenge required for native apps', PKCE],
    ['SimpleID', '[ERROR] Token request failed: code_verifier not found', PKCE_OR_CODE],
    ['SimpleID', '[ERROR] Grant type not registered by client', GRANT],
    ['Rauthy', '{"error":"Unauthorized","message":"Invalid auth code or code expired"}', CODE],
    ['Rauthy', '{"error":"BadRequest","message":"\'code_challenge\' is missing"}', PKCE],
    [
      'Rauthy',
      '{"error":"BadRequest","message":"\'code_verifier\' does not match the challenge"}',
      PKCE_OR_CODE,
    ],
    [
      'Rauthy',
      '{"error":"BadRequest","message":"\'code_challenge\' not enabled for this client"}',
      PKCE_REFUSED,
    ],
    [
      'Rauthy',
      '{"error":"BadRequest","message":"\'authorization_code\' flow is not allowed for this client"}',
      GRANT_OR_RESPONSE,
    ],
    [
      'Casdoor',
      '{"error":"invalid_grant","error_description":"authorization code has expired, nowUnix: [2026-01-02T03:04:05Z], token.CodeExpireIn: [2026-01-02T02:59:05Z]"}',
      CODE,
    ],
    [
      'Casdoor',
      '{"error":"invalid_grant","error_description":"authorization code has been used for token: [admin/k7]"}',
      CODE,
    ],
    [
      'Casdoor',
      '{"error":"unsupported_grant_type","error_description":"grant_type: authorization_code is not supported in this application"}',
      GRANT,
    ],
    [
      'Casdoor',
      '{"error":"invalid_scope","error_description":"the requested scope is invalid or not defined in the application"}',
      SCOPE,
    ],
    [
      'Casdoor',
      '{"error":"invalid_grant","error_description":"verifier is invalid, challengeAnswer: [aQ], token.CodeChallenge: [bR]"}',
      PKCE_OR_CODE,
    ],
    ['Kanidm', 'ERROR No PKCE code challenge was provided with client in enforced PKCE mode', PKCE],
    ['Kanidm', 'PKCE code verification failed - no code challenge present in PKCE enforced mode', PKCE],
    ['Kanidm', "WARN Unsupported OAuth2 response_type (should be 'code')", RESPONSE],
    [
      'Kanidm',
      'WARN Invalid OAuth2 request - requested scopes (groups) but (groups) failed to pass validation rules - all must match the regex ^[a-z]+$',
      SCOPE,
    ],
    ['Tinyauth', 'WRN Code expired', CODE],
    ['Tinyauth', 'WRN PKCE validation failed', PKCE_OR_CODE],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_grant","error_description":"Invalid grant_type provided. Must be authorization_code or refresh_token."}',
      GRANT,
    ],
    [
      'OpenIddict',
      'error:invalid_grant error_description:The specified authorization code has already been redeemed.',
      CODE,
    ],
    [
      'OpenIddict',
      'error:invalid_grant error_description:The specified authorization code is no longer valid.',
      CODE,
    ],
    [
      'OpenIddict',
      "error:invalid_request error_description:The mandatory 'code_challenge' parameter is missing.",
      PKCE,
    ],
    [
      'OpenIddict',
      'error:unauthorized_client error_description:The client application is not allowed to use the authorization code flow.',
      GRANT_OR_RESPONSE,
    ],
    [
      'OpenIddict',
      'error:invalid_request error_description:This client application is not allowed to use the specified scope.',
      SCOPE,
    ],
    [
      'OpenIddict',
      "error:invalid_request error_description:The mandatory 'openid' scope is missing.",
      OPENID,
    ],
    ['IdentityServer', '[ERR] code_challenge is missing', PKCE],
    ['IdentityServer', 'error: invalid_request, error_description: code challenge required', PKCE],
    [
      'IdentityServer',
      'error: unauthorized_client, error_description: Invalid grant type for client',
      GRANT_OR_RESPONSE,
    ],
    [
      'IdentityServer',
      'invalid_scope: Identity scopes requested, but openid scope is missing',
      OPENID.concat(SCOPE),
    ],
    ['IdentityServer', '[ERR] Invalid authorization code', CODE],
    [
      'WSO2 Identity Server',
      '{"error_description":"Expired or Revoked authorization code received from token request","error":"invalid_grant"}',
      CODE,
    ],
    [
      'WSO2 Identity Server',
      '{"error_description":"Inactive authorization code received from token request","error":"invalid_grant"}',
      CODE,
    ],
    ['WSO2 Identity Server', 'PKCE code verification failed for client : notes', PKCE_OR_CODE],
    [
      'WSO2 Identity Server',
      '{"error_description":"The authenticated client is not authorized to use this authorization grant type","error":"unauthorized_client"}',
      GRANT_OR_RESPONSE,
    ],
    ['FIWARE Keyrock', 'Invalid grant: authorization code has expired', CODE],
    ['FIWARE Keyrock', 'invalid_request: response_type not valid or not exist', RESPONSE],
    [
      'oauth2-server-php',
      '{"error":"invalid_grant","error_description":"Authorization code doesn\'t exist or is invalid for the client"}',
      CODE,
    ],
    [
      'oauth2-server-php',
      '{"error":"unauthorized_client","error_description":"The grant type is unauthorized for this client_id"}',
      GRANT_OR_RESPONSE,
    ],
    [
      'oauth2-server-php',
      '{"error":"missing_code_challenge","error_description":"This application requires you provide a PKCE code challenge"}',
      PKCE,
    ],
    [
      'oauth2-server-php',
      '{"error":"code_verifier_mismatch","error_description":"The PKCE code verifier parameter does not match the code challenge."}',
      PKCE_OR_CODE,
    ],
    [
      'oauth2-server-php',
      '{"error":"invalid_scope","error_description":"An unsupported scope was requested"}',
      SCOPE,
    ],
    [
      'league/oauth2-server',
      '{"error":"invalid_grant","hint":"Authorization code has been revoked","message":"The provided authorization grant is invalid"}',
      CODE,
    ],
    [
      'league/oauth2-server',
      '{"error":"invalid_grant","hint":"Failed to verify `code_verifier`."}',
      PKCE_OR_CODE,
    ],
    [
      'league/oauth2-server',
      '{"error":"invalid_scope","error_description":"The requested scope is invalid, unknown, or malformed","hint":"Check the `groups` scope"}',
      SCOPE,
    ],
    ['Zitadel', '{"error":"invalid_grant","error_description":"code_verifier required"}', PKCE_OR_CODE],
    [
      'Zitadel',
      '{"error":"invalid_grant","error_description":"code_verifier unexpectedly provided"}',
      PKCE_REFUSED,
    ],
    [
      'Zitadel',
      '{"error":"unauthorized_client","error_description":"The requested response type is missing in the client configuration. If you have any questions, you may contact the administrator of the application."}',
      RESPONSE,
    ],
    [
      'Zitadel',
      '{"error":"unauthorized_client","error_description":"client missing grant type authorization_code"}',
      GRANT,
    ],
    ['fosite', 'The authorization code has already been used.', CODE],
    ['fosite', "Authorize code expired at '2026-01-02 03:04:05 +0000 UTC'.", CODE],
    ['fosite', "The OAuth 2.0 Client is not allowed to use authorization grant 'authorization_code'.", GRANT],
    ['fosite', 'The PKCE code challenge did not match the code verifier.', PKCE_OR_CODE],
    [
      'fosite',
      'The PKCE code verifier was provided but the code challenge was absent from the authorization request.',
      PKCE_REFUSED,
    ],
    ['fosite', "The client is not allowed to request response_type 'code'.", RESPONSE],
    ['Doorkeeper', 'Code challenge is required.', PKCE],
    ['MITREid Connect', 'Code challenge and verifier do not match', PKCE_OR_CODE],
    ['MITREid Connect', 'JpaAuthorizationCodeRepository: no authorization code found for value k7qz', CODE],
    [
      'MITREid Connect',
      'error="invalid_client", error_description="Unauthorized grant type: authorization_code"',
      GRANT,
    ],
    ['pomerium', 'code already processed', CODE],
  ],
  'a name was not found, or nobody answered, in the words of an HTTP stack': [
    [
      'nginx',
      '2026/01/02 03:04:05 [error] 36#36: *200 auth.example.com could not be resolved (3: Host not found), client: 192.0.2.7, server: notes.example.com, request: "GET /oidc/callback HTTP/2.0"',
      NAME,
    ],
    [
      'nginx',
      'accessing discovery url (http://provider:8080/realms/home/.well-known/openid-configuration) failed: no resolver defined to resolve "provider"',
      NAME,
    ],
    ['nginx', '[emerg] host not found in upstream "authelia" in /etc/nginx/conf.d/auth.conf:3', NAME],
    [
      'nginx-openid-connect',
      'js: OIDC unexpected response from IdP when sending authorization code (HTTP 502). 503 auth.example.com could not be resolved',
      NAME.concat(FAILING),
    ],
    [
      'an app in JavaScript',
      'OIDC login failed: DNS lookup failed for URL: https://auth.example.com/.well-known/openid-configuration',
      NAME,
    ],
    [
      'Tornado and Twisted',
      'twisted.internet.error.DNSLookupError: DNS lookup failed: no results for hostname lookup: auth.example.com.',
      NAME,
    ],
    [
      'Twisted',
      'Failed to load metadata: User timeout caused connection failure: Getting https://auth.example.com/.well-known/openid-configuration took longer than 10 seconds..',
      REFUSED,
    ],
    ['LWP', "500 Can't connect to auth.example.com:443 (Name or service not known)", NAME],
    [
      'LWP',
      "OpenID Connect: 500 Can't connect to auth.example.com:443 (certificate verify failed)",
      UNTRUSTED,
    ],
    [
      'Dart',
      "ClientException with SocketException: Failed host lookup: 'auth.example.com' (OS Error: No address associated with hostname, errno = 7), uri=https://auth.example.com/.well-known/openid-configuration",
      NAME,
    ],
    [
      'Dart',
      'HandshakeException: Handshake error in client (OS Error: CERTIFICATE_VERIFY_FAILED: unable to get local issuer certificate(handshake.cc:393))',
      UNTRUSTED,
    ],
    [
      'URLSession',
      'OIDAuthorizationService failed: A server with the specified hostname could not be found. NSURLErrorDomain Code=-1003',
      NAME,
    ],
    [
      'URLSession',
      'Discovery failed: Could not connect to the server. Error Domain=NSURLErrorDomain Code=-1004',
      REFUSED,
    ],
    [
      'URLSession',
      'The certificate for this server is invalid. You might be connecting to a server that is pretending to be “auth.example.com” which could put your confidential information at risk.',
      UNTRUSTED.concat(WRONG_NAME),
    ],
    [
      'Netty',
      "io.netty.resolver.dns.DnsResolveContext$SearchDomainUnknownHostException: Failed to resolve 'keycloak.example.com' [A(1)] after 2 queries",
      NAME,
    ],
    [
      'Netty',
      'io.netty.channel.AbstractChannel$AnnotatedConnectException: finishConnect(..) failed: Connection refused: localhost/127.0.0.1:9090, token endpoint',
      REFUSED,
    ],
    [
      'Apache HttpClient',
      'org.apache.http.conn.HttpHostConnectException: Connect to auth.example.com:443 [auth.example.com/192.0.2.9] failed: Connection timed out',
      REFUSED,
    ],
    [
      'Spring',
      'I/O error on GET request for "https://auth.example.com/.well-known/openid-configuration": Connection refused; nested exception is java.net.ConnectException: Connection refused',
      REFUSED,
    ],
    [
      'Pekko',
      'Tcp command [Connect(auth.example.com:443,None,List(),Some(10 seconds),true)] failed because of java.net.UnknownHostException',
      NAME,
    ],
    [
      'PHP streams',
      'file_get_contents(): php_network_getaddresses: getaddrinfo for auth.example.com failed: Name or service not known',
      NAME,
    ],
    [
      'PHP streams',
      'file_get_contents(https://auth.example.com/.well-known/openid-configuration): Failed to open stream: Connection refused',
      REFUSED,
    ],
    ['pycurl', "pycurl.error: (6, 'Could not resolve host: auth.example.com')", NAME],
    [
      'ureq',
      "https://auth.example.com/.well-known/openid-configuration: Dns Failed: resolve dns name 'auth.example.com:443': failed to lookup address information: Name or service not known",
      NAME,
    ],
    [
      'curl',
      "curl: (7) Failed to connect to auth.example.com port 443 after 2 ms: Couldn't connect to server",
      REFUSED,
    ],
    [
      'Go net',
      'Get "https://auth.example.com/.well-known/openid-configuration": dial tcp: lookup auth.example.com on 127.0.0.11:53: server misbehaving',
      NAME,
    ],
    [
      'Erlang httpc',
      '{:error, {:failed_connect, [{:to_address, {~c"auth.example.com", 443}}, {:inet, [:inet], :nxdomain}]}}',
      NAME,
    ],
    ['Hackney', '{:error, %HTTPoison.Error{reason: :nxdomain, id: nil}}', NAME],
    [
      'Hackney',
      '{:error, %HTTPoison.Error{reason: {:tls_alert, {:unknown_ca, ~c"TLS client: In state certify at ssl_handshake.erl generated CLIENT ALERT: Fatal - Unknown CA"}}}}',
      UNTRUSTED,
    ],
    ['.NET', 'System.Net.Http.HttpRequestException: Name or service not known (auth.example.com:443)', NAME],
    [
      '.NET',
      'System.Net.Http.HttpRequestException: Resource temporarily unavailable (auth.example.com:443)',
      NAME,
    ],
    [
      'Android',
      'java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.',
      UNTRUSTED,
    ],
    [
      'Java',
      'javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching auth.example.com found.',
      WRONG_NAME,
    ],
    ['Java', 'javax.net.ssl.SSLException: Unsupported or unrecognized SSL message', NO_TLS],
    [
      'Envoy',
      'OAuth filter: upstream connect error or disconnect/reset before headers. reset reason: connection failure',
      REFUSED.concat(FAILING),
    ],
    ['Apache httpd', 'AH00898: DNS lookup failure for: auth.example.com returned by /oidc', NAME],
    [
      'a browser',
      "TypeError: Cannot read property 'digest' of undefined\n    at createChallangeVerifierPairForPKCE",
      NO_CRYPTO,
    ],
    [
      'a browser',
      "Uncaught (in promise) TypeError: Cannot read properties of undefined (reading 'digest')\n    at generateCodeChallenge (main.js:2:312436)",
      NO_CRYPTO,
    ],
    ['oidc-client-ts', 'Error: Crypto.subtle is available only in secure contexts (HTTPS).', NO_CRYPTO],
    [
      '@axa-fr/oidc-client',
      'Uncaught (in promise) Error: window.crypto.subtle is unavailable.\n    at deriveChallengeAsync (crypto.ts:53:29)',
      NO_CRYPTO,
    ],
    [
      'angular-auth-oidc-client',
      'ERROR TypeError: this.cryptoService.getCrypto().subtle is undefined',
      NO_CRYPTO,
    ],
    ['keycloak-js', 'Error: Web Crypto API is not available.', NO_CRYPTO],
  ],
  'no token, or an old one, came to userinfo': [
    [
      'Keycloak',
      'Request failed with code: 400, message: {"error":"invalid_request","error_description":"Token not provided"}',
      BEARER,
    ],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_request","error_description":"No bearer token found in request."}',
      BEARER,
    ],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_request","error_description":"Could not find provided bearer token."}',
      OLD_TOKEN,
    ],
    [
      'OIDC Identity Provider for Nextcloud',
      '{"error":"invalid_request","error_description":"Access token already expired."}',
      OLD_TOKEN,
    ],
    ['Tinyauth', 'WRN OIDC userinfo accessed without authorization header', BEARER],
    ['Tinyauth', 'WRN OIDC userinfo accessed with invalid token', OLD_TOKEN],
    ['Tinyauth', 'WRN OIDC userinfo accessed without openid scope', OPENID],
    ['Tinyauth', 'WRN OIDC userinfo accessed with malformed authorization header', BEARER],
    [
      'Rauthy',
      'GET /auth/v1/oidc/userinfo {"error":"Unauthorized","message":"Bearer Token missing"}',
      BEARER,
    ],
    [
      'Rauthy',
      'GET /auth/v1/oidc/userinfo {"error":"BadRequest","message":"Malformed Authorization Header. Could not extract token."}',
      BEARER,
    ],
    ['Casdoor', 'get userinfo: Token not found, invalid accessToken', OLD_TOKEN],
    [
      'SimpleIdServer',
      'userinfo: {"error":"invalid_request","error_description":"access token is missing"}',
      BEARER,
    ],
    [
      'SimpleIdServer',
      'userinfo: {"error":"invalid_token","error_description":"access token has been rejected"}',
      OLD_TOKEN,
    ],
    ['OpenIddict', 'The userinfo request was rejected by the remote server.', OLD_TOKEN.concat(BEARER)],
    [
      'OpenIddict',
      'The user information access demand was rejected by the authentication server.',
      OLD_TOKEN.concat(BEARER),
    ],
    [
      'league/oauth2-server',
      '{"error":"access_denied","hint":"Missing \\"Authorization\\" header","message":"The resource owner or authorization server denied the request."}',
      BEARER,
    ],
    [
      'league/oauth2-server',
      'userinfo answered {"error":"access_denied","hint":"Missing \\"Bearer\\" token"}',
      BEARER,
    ],
    [
      'oauth2-server-php',
      'GET /oauth/userinfo {"error":"invalid_token","error_description":"The access token provided is invalid"}',
      OLD_TOKEN,
    ],
    [
      'oauth2-server-php',
      'GET /oauth/userinfo {"error":"expired_token","error_description":"The access token provided has expired"}',
      OLD_TOKEN,
    ],
    ['Zitadel', 'userinfo: access token missing', BEARER],
    ['Zitadel', 'userinfo: access token invalid', OLD_TOKEN],
    [
      'traefik-oidc-auth',
      'getUserInfo: received bad HTTP response from Provider (Status: 401): {"error":"invalid_token"}',
      OLD_TOKEN,
    ],
    [
      'Arrikto AuthService',
      'oidc: Calling UserInfo endpoint failed. body: {"error":"invalid_token"} 401 Unauthorized',
      OLD_TOKEN,
    ],
    ['an app in Python', 'GET /userinfo 401 {"detail":"Missing access token"}', BEARER],
    [
      'an app in TypeScript',
      'userinfo: {"error":"invalid_token","error_description":"Missing Bearer token"}',
      BEARER,
    ],
    [
      'IdentityServer',
      '[ERR] Error validating access token for userinfo request: Bearer token not found',
      BEARER,
    ],
    ['IdentityServer', 'UserInfo request: No access token found.', BEARER],
    [
      'Yii',
      'yii\\authclient\\InvalidResponseException: Request failed with code: 401, message: {"error":"invalid_token","error_description":"Token verification failed"} userinfo',
      OLD_TOKEN,
    ],
  ],
};

/** Lines with the same words in which a login goes well, or in which none is. */
export const HEALTHY_WORDS: readonly string[] = [
  'INF Registered OIDC client id=notes name=Notes redirect_uris=[https://notes.example.com/callback]',
  'DBG Session cookie refreshed username=ada',
  'INF OIDC request, redirecting to authorize page',
  'DBG Received plain PKCE code challenge, it is recommended to use S256',
  'this->logger PKCE verification successful for client notes',
  'PKCE challenge received for client notes using method S256',
  'DEBUG Adding Redirect URI https://notes.example.com/callback for client 3',
  'DEBUG Generated opaque access token for client notes',
  '[DBG] Bearer token found in header',
  '[DBG] Client found: notes / Notes',
  '[DBG] Client validation success',
  '[INF] Token request validation success, grant_type=authorization_code, redirect_uri=https://notes.example.com/cb',
  '[DBG] Checking for 127.0.0.1 redirect URI',
  'level=info msg="Login validated with ID token, redirecting."',
  'level=info msg="Successfully revoked access token"',
  'level=info msg="Request is allowed"',
  'INFO state of the login kept in the session for 10 minutes',
  'INFO code exchanged for tokens, the code challenge matched',
  'INFO authorization code sent to https://notes.example.com/callback, valid for 60 s',
  'DEBUG access token has expired, using the refresh token',
  'INFO csrf protection enabled, cookie csrf_token set',
  'INFO JWKS loaded from https://auth.example.com/jwks: 2 keys',
  'INFO discovery document of https://auth.example.com loaded, provider setup done',
  'INFO upstream auth.example.com resolved to 192.0.2.9',
  'redirect_uris: the addresses that this client may be sent back to; anything else is refused',
  'The client secret is kept encrypted, the client credentials are read from its file',
  'GET /api/books 401 no session, showing the login page',
];
