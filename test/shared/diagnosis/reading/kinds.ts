/** Texts of one kind, each with the causes that are right for it; none: it says nothing that is known. */
export type Kind = readonly (readonly [text: string, ...causes: string[]])[];

/** What providers say in their own words and by their own codes, as their error pages and token endpoints have it. */
export const BY_PROVIDERS: Kind = [
  [
    'I Get an error from Entra Id when i try to login: AADSTS900971: No reply address provided.',
    'redirect-not-registered',
  ],
  ["AADSTS700054: response_type 'id_token' is not enabled for the application.", 'response-type-refused'],
  [
    "AADSTS50011: The redirect URI 'http://notes.example.com/signin-oidc' specified in the request does not match the redirect URIs configured for the application '1'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
    'redirect-not-registered',
    'redirect-downgraded-to-http',
  ],
  [
    "AADSTS50105: Your administrator has configured the application Notes ('a') to block users unless they are specifically granted ('assigned') access to the application.",
    'denied-by-policy',
  ],
  [
    "AADSTS65001: The user or administrator has not consented to use the application with ID 'a' named 'Notes'. Send an interactive authorization request for this user and resource.",
    'denied-by-policy',
  ],
  [
    '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app \'a\'.","error_codes":[7000215]}',
    'secret-wrong-or-swapped',
  ],
  [
    '{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app \'a\' are expired. Visit the Azure portal to create new keys for your app"}',
    'secret-wrong-or-swapped',
  ],
  [
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    'secret-not-sent',
  ],
  [
    "AADSTS700016: Application with identifier 'a' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant",
    'client-unknown',
  ],
  [
    "AADSTS90002: Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    'discovery-path-wrong',
  ],
  [
    "AADSTS50194: Application 'a'(Notes) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'.",
    'discovery-path-wrong',
  ],
  [
    '{"error":"invalid_grant","error_description":"AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."}',
    'code-refused',
  ],
  [
    'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.',
    'code-refused',
  ],
  [
    "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    'public-versus-confidential',
  ],
  [
    "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    'public-versus-confidential',
  ],
  [
    "AADSTS50020: User account 'ada@outlook.com' from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application 'a'(Notes) in that tenant.",
    'denied-by-policy',
  ],
  [
    'Sign-in failed with AADSTS53003, Access has been blocked by Conditional Access policies.',
    'denied-by-policy',
  ],
  ['AADSTS900561: The endpoint only accepts POST requests. Received a GET request.', 'app-endpoint-wrong'],
  ['AADSTS9002313: Invalid request. Request is malformed or invalid.', 'authorization-refused'],
  [
    "Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://example-admin.okta.com/admin/app/oidc_client/instance/0oa/#tab-general",
    'redirect-not-registered',
  ],
  [
    'error=access_denied&error_description=User+is+not+assigned+to+the+client+application.',
    'denied-by-policy',
  ],
  [
    'Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.',
    'redirect-not-registered',
  ],
  ['Error 400: redirect_uri_mismatch', 'redirect-not-registered'],
  [
    'Access blocked: Authorization Error The OAuth client was not found. Error 401: invalid_client',
    'client-unknown',
  ],
  ['An error has occurred\nThe redirect URI included is not valid.', 'redirect-not-registered'],
  [
    "MSIS9223: Received invalid OAuth authorization request. The received 'client_id' is invalid as no registered client was found with this client identifier.",
    'client-unknown',
  ],
  [
    "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier.",
    'redirect-not-registered',
  ],
  [
    '"error_description":"MSIS9622: Client authentication failed. Please verify the credential provided for client authentication is valid."',
    'secret-wrong-or-swapped',
  ],
  ['Error 403: org_internal', 'denied-by-policy'],
  [
    'access_denied: Policy evaluation failed for this request, please check the policy configurations.',
    'denied-by-policy',
  ],
  [
    'invalid_scope: One or more scopes are not configured for the authorization server resource.',
    'scope-not-allowed',
  ],
  [
    "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
    'scope-not-allowed',
  ],
  ['AADSTS50058: A silent sign-in request was sent but no user is signed in.', 'interaction-required'],
  ['see https://learn.microsoft.com/entra/identity-platform/reference-error-codes for AADSTS codes'],
];

/** An address that is none, in the words of the libraries of each language. Without a word on the login it may be any. */
export const ADDRESSES: Kind = [
  [
    'accessing discovery url ( http://192.168.1.10:8080/auth/realms/test/.well-known/openid-configuration) failed: bad uri',
    'issuer-not-well-formed',
  ],
  [
    'Get " https://auth.example.com/.well-known/openid-configuration": first path segment in URL cannot contain colon',
    'issuer-not-well-formed',
  ],
  [
    'parse " https://auth.example.com": first path segment in URL cannot contain colon',
    'issuer-not-well-formed',
  ],
  [
    'Get "%22https://auth.example.com%22/.well-known/openid-configuration": unsupported protocol scheme ""',
    'issuer-not-well-formed',
  ],
  [
    'parse "\\"https://auth.example.com\\"": first path segment in URL cannot contain colon',
    'issuer-not-well-formed',
  ],
  [
    'parse "https://auth.example.com \n": net/url: invalid control character in URL',
    'issuer-not-well-formed',
  ],
  [
    'failed to create provider: parse "https://auth.example.com /realms/a": invalid character " " in host name',
    'issuer-not-well-formed',
  ],
  [
    'java.net.MalformedURLException: no protocol: auth.example.com/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  [
    'java.net.URISyntaxException: Illegal character in scheme name at index 0: "https://auth.example.com/.well-known/openid-configuration"',
    'issuer-not-well-formed',
  ],
  [
    'java.lang.IllegalArgumentException: Illegal character in scheme name at index 0:  https://auth.example.com/realms/home/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  ['java.lang.IllegalArgumentException: URI is not absolute', 'issuer-not-well-formed'],
  ['java.lang.IllegalArgumentException: invalid URI scheme "https', 'issuer-not-well-formed'],
  ['java.lang.IllegalArgumentException: URI with undefined scheme', 'issuer-not-well-formed'],
  [
    "java.lang.IllegalArgumentException: Expected URL scheme 'http' or 'https' but no scheme was found for auth.e...",
    'issuer-not-well-formed',
  ],
  [
    "TypeError: Invalid URL\n  code: 'ERR_INVALID_URL',\n  input: '\"https://auth.example.com\"/.well-known/openid-configuration'",
    'issuer-not-well-formed',
  ],
  [
    'TypeError: Failed to parse URL from "https://auth.example.com"/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  ['TypeError [ERR_INVALID_URL]: Invalid URL: auth.example.com'],
  ['AxiosError: Invalid URL\n    at discovery (oidc.js:12)', 'issuer-not-well-formed'],
  ['AxiosError: Unsupported protocol "https: while fetching discovery document', 'issuer-not-well-formed'],
  [
    "requests.exceptions.MissingSchema: Invalid URL 'auth.example.com/.well-known/openid-configuration': No scheme supplied. Perhaps you meant https://auth.example.com/.well-known/openid-configuration?",
    'issuer-not-well-formed',
  ],
  [
    'requests.exceptions.InvalidSchema: No connection adapters were found for \'"https://auth.example.com"/.well-known/openid-configuration\'',
    'issuer-not-well-formed',
  ],
  ["requests.exceptions.InvalidURL: Invalid URL 'https://': No host supplied", 'issuer-not-well-formed'],
  [
    "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol.",
    'literal-quotes-or-misspelt-name',
    'issuer-not-well-formed',
  ],
  [
    "httpx.UnsupportedProtocol: Request URL has an unsupported protocol '\"https://'.",
    'issuer-not-well-formed',
  ],
  [
    "httpx.InvalidURL: Invalid non-printable ASCII character in URL, '\n' at position 30.",
    'issuer-not-well-formed',
  ],
  [
    "ValueError: unknown url type: 'auth.example.com/.well-known/openid-configuration'",
    'issuer-not-well-formed',
  ],
  ['urllib.error.URLError: <urlopen error unknown url type: "https>', 'issuer-not-well-formed'],
  [
    "http.client.InvalidURL: URL can't contain control characters. '/realms/home /.well-known/openid-configuration' (found at least ' ')",
    'issuer-not-well-formed',
  ],
  [
    'aiohttp.client_exceptions.InvalidURL: "https://auth.example.com"/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  [
    'aiohttp.client_exceptions.InvalidUrlClientError: auth.example.com/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  ['URI::InvalidURIError: bad URI (is not URI?): "\\"https://auth.example.com\\""', 'issuer-not-well-formed'],
  [
    'URI::InvalidURIError (bad URI(is not URI?): https://auth.example.com /.well-known/openid-configuration)',
    'issuer-not-well-formed',
  ],
  [
    'URI::InvalidComponentError: bad component(expected host component): "auth.example.com"',
    'issuer-not-well-formed',
  ],
  ['URI::BadURIError: both URI are relative', 'issuer-not-well-formed'],
  [
    'System.UriFormatException: Invalid URI: The format of the URI could not be determined.',
    'issuer-not-well-formed',
  ],
  [
    'System.UriFormatException: Invalid URI: The URI scheme is not valid. at Microsoft.IdentityModel.Protocols.HttpDocumentRetriever.GetDocumentAsync',
    'issuer-not-well-formed',
  ],
  ['System.UriFormatException: Invalid URI: The hostname could not be parsed.', 'issuer-not-well-formed'],
  [
    'System.InvalidOperationException: An invalid request URI was provided. Either the request URI must be an absolute URI or BaseAddress must be set.',
    'issuer-not-well-formed',
  ],
  [
    "System.ArgumentException: Only 'http' and 'https' schemes are allowed. (Parameter 'requestUri')",
    'issuer-not-well-formed',
  ],
  ["System.NotSupportedException: The 'auth.example.com' scheme is not supported."],
  ['reqwest: builder error: relative URL without a base', 'issuer-not-well-formed'],
  ['builder error for url ("https://auth.example.com"): URL scheme is not allowed', 'issuer-not-well-formed'],
  ['InvalidUrl(RelativeUrlWithoutBase) while parsing the issuer', 'issuer-not-well-formed'],
  ['invalid issuer URL: relative URL without a base', 'issuer-not-well-formed'],
  [
    'cURL error 3: URL using bad/illegal format or missing URL (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for "https://auth.example.com"/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  ['cURL error 3: Malformed input to a URL function'],
  ['cURL error 1: Protocol " https" not supported or disabled in libcurl'],
  [
    'cURL error 6: Could not resolve host: https for https://https://auth.example.com/.well-known/openid-configuration',
    'issuer-not-well-formed',
  ],
  [
    'Get "https://https://auth.example.com/.well-known/openid-configuration": dial tcp: lookup https: no such host',
    'issuer-not-well-formed',
  ],
  ['getaddrinfo ENOTFOUND https', 'issuer-not-well-formed'],
  ['curl: (3) URL rejected: Malformed input to a URL function'],
  [
    'string(21) "URL was incorrect." Request for authentication token failed.',
    'issuer-not-well-formed',
    'app-endpoint-wrong',
  ],
  ['WP_Error: A valid URL was not provided.'],
  ['Unable to parse URI: "https://auth.example.com" GuzzleHttp\\Psr7\\Exception\\MalformedUriException'],
  ['** (ArgumentError) the scheme of the url is invalid: "https'],
  [
    '{:error, :nxdomain} for discovery_document_uri "https://https://auth.example.com/.well-known/openid-configuration"',
    'issuer-not-well-formed',
  ],
  ['** (ArgumentError) invalid scheme "\\"https" for url "https://auth.example.com"'],
  ['(ArgumentError) scheme is required for url: auth.example.com'],
  ['{:error, {:bad_scheme, "auth.example.com"}}'],
  [
    'GET https://auth.example.com/.well-known/openid-configuration/.well-known/openid-configuration 404',
    'discovery-path-wrong',
    'issuer-not-well-formed',
  ],
  [
    'Get "https://auth.example.com/realms/home/.well-known/openid-configuration/.well-known/openid-configuration": 404 Not Found',
    'discovery-path-wrong',
    'issuer-not-well-formed',
  ],
  ['The provided issuer URL is invalid: %20https://auth.example.com', 'issuer-not-well-formed'],
  ['OIDC_ISSUER="https://auth.example.com "\nissuer url is invalid', 'issuer-not-well-formed'],
  ['Error during OpenID discovery: TypeError [ERR_INVALID_URL]: Invalid URL', 'issuer-not-well-formed'],
  ['OpenID discovery failed: cURL error 3: Malformed input to a URL function', 'issuer-not-well-formed'],
  [
    "reading the provider metadata: System.NotSupportedException: The 'auth.example.com' scheme is not supported.",
    'issuer-not-well-formed',
  ],
  [
    '[oidcc] cannot load the provider configuration: ** (ArgumentError) scheme is required for url: auth.example.com',
    'issuer-not-well-formed',
  ],
  ['cURL error 3: Malformed input to a URL function, while asking the token endpoint', 'app-endpoint-wrong'],
  [
    'object(WP_Error)#1 (2) { ["errors"]=> array(2) { ["http_request_failed"]=> array(1) { [0]=> string(31) "A valid URL was not provided." } ["request_authentication_token"]=> array(1) { [0]=> string(40) "Request for authentication token failed." } } }',
    'app-endpoint-wrong',
  ],
];

/** What userinfo answered, in the words of apps: a status, a page, nothing. */
export const USERINFO: Kind = [
  [
    '[E 2021-10-19 18:23:10.948 app oauth2:389] Error fetching user data 401 GET https://id.example.com/oauth/userinfo: {"error": "access_denied", "error_description": "OAuth2 authentication required"}',
    'userinfo-refused',
  ],
  ['Error fetching user data: 401 Unauthorized', 'userinfo-refused'],
  ['failed to get user info: 401 Unauthorized: {"error":"invalid_token"}', 'userinfo-refused'],
  ['unable to fetch user profile: Request failed with status code 401', 'userinfo-refused'],
  ["InternalOAuthError: Failed to fetch user profile { statusCode: 401, data: '' }", 'userinfo-refused'],
  ['Failed to fetch userinfo: 403 Forbidden', 'userinfo-refused'],
  ['Unable to retrieve user information, status code: 401', 'userinfo-refused'],
  ['could not get user info from provider: response status 401', 'userinfo-refused'],
  ['error getting user info: oauth2: server response 401', 'userinfo-refused'],
  ['Error fetching user profile: HTTP 401', 'userinfo-refused'],
  ['fetching userinfo: unexpected status 401 Unauthorized', 'userinfo-refused'],
  ['UserInfo request failed: 401', 'userinfo-refused'],
  ['user info request failed, error code: 403', 'userinfo-refused'],
  [
    'OIDC Debugging: response status 405 From GET https://cloud.example.com/apps/oidc/userinfo',
    'userinfo-refused',
    'userinfo-empty-or-wrong-url',
    'app-endpoint-wrong',
  ],
  [
    'Failed to fetch user info: 405 Method Not Allowed',
    'userinfo-refused',
    'userinfo-empty-or-wrong-url',
    'app-endpoint-wrong',
  ],
  [
    'Error fetching userinfo: 404 Not Found',
    'userinfo-empty-or-wrong-url',
    'userinfo-refused',
    'app-endpoint-wrong',
  ],
  [
    'GET https://id.example.com/oauth/userinfo returned 404',
    'userinfo-empty-or-wrong-url',
    'userinfo-refused',
    'app-endpoint-wrong',
  ],
  ['Error fetching user data 500 GET https://id.example.com/userinfo', 'provider-failing'],
  ['failed to get user info: 502 Bad Gateway', 'provider-failing'],
  [
    "error parsing userinfo: invalid character '<' looking for beginning of value",
    'userinfo-empty-or-wrong-url',
    'answer-not-json',
  ],
  [
    'Failed to decode user info response: Unexpected token < in JSON at position 0',
    'userinfo-empty-or-wrong-url',
    'answer-not-json',
  ],
  ['userinfo endpoint returned text/html instead of JSON', 'userinfo-empty-or-wrong-url', 'answer-not-json'],
  ['the user info endpoint answered with an HTML page', 'userinfo-empty-or-wrong-url', 'answer-not-json'],
  ['unable to get user info', 'userinfo-empty-or-wrong-url', 'userinfo-refused'],
  ['failed to fetch user profile', 'userinfo-empty-or-wrong-url', 'userinfo-refused'],
  ['unable_to_get_user_info', 'userinfo-empty-or-wrong-url', 'userinfo-refused'],
  ["DEBUG Obtained user details from OIDC provider: {'sub': 'a'} (issuer subject: a)"],
  ['no user data in this list, showing 0 of 0'],
  ['Failed to fetch user data from the LDAP server: connection refused'],
  ['2026-11-26 INFO fetching user info for ada'],
];

/** Sentences of libraries and programs that name the thing in words of their own. */
export const LIBRARIES: Kind = [
  ['flask_oidc:id_token issued by non-trusted issuer', 'issuer-mismatch'],
  [
    'ERROR:flask_oidc:id_token issued by non-trusted issuer: https://sso.example.com/realms/home',
    'issuer-mismatch',
  ],
  ['flask_oidc We are not a valid audience', 'id-token-for-another-client'],
  [
    "ERROR    social Your credentials aren't allowed",
    'secret-wrong-or-swapped',
    'wrong-secret-method',
    'denied-by-policy',
  ],
  [
    "social_core.exceptions.AuthForbidden: Your credentials aren't allowed",
    'secret-wrong-or-swapped',
    'wrong-secret-method',
    'denied-by-policy',
  ],
  [
    'TLS :client: In state :wait_cert_cr at ssl_handshake.erl:2113 generated CLIENT ALERT: Fatal - Handshake Failure\n - {:bad_cert, :unable_to_match_altnames}',
    'certificate-wrong-name',
  ],
  [
    '{:error, {:failed_connect, [{:to_address, {~c"id.example.com", 443}}, {:inet, [:inet], {:tls_alert, {:handshake_failure, ~c"TLS client: generated CLIENT ALERT: Fatal - Handshake Failure {bad_cert,hostname_check_failed}"}}}]}}',
    'certificate-wrong-name',
  ],
  [
    '{:tls_alert, {:unknown_ca, ~c"TLS client: In state wait_cert_cr at ssl_handshake.erl:2140 generated CLIENT ALERT: Fatal - Unknown CA\n"}}',
    'untrusted-certificate',
  ],
  [
    '{:tls_alert, {:bad_certificate, ~c"TLS client: generated CLIENT ALERT: Fatal - Bad Certificate {bad_cert,selfsigned_peer}"}}',
    'untrusted-certificate',
  ],
  ['{bad_cert,unknown_ca}', 'untrusted-certificate'],
  [
    '{:tls_alert, {:certificate_expired, ~c"TLS client: generated CLIENT ALERT: Fatal - Certificate Expired"}}',
    'certificate-expired',
    'clock-skew',
  ],
  ['{:bad_cert, :cert_expired}', 'certificate-expired', 'clock-skew'],
  [
    'Failed to contact token endpoint caused by: Failed to parse server response caused by: Failed to parse payload JSON: Error("invalid type: sequence, expected a string", line: 1, column: 1571)',
    'claim-of-wrong-type',
    'id-token-unreadable',
  ],
  [
    'Failed to parse payload JSON: invalid type: string "true", expected a boolean at line 1 column 90',
    'claim-of-wrong-type',
    'id-token-unreadable',
  ],
  [
    'An exception with message [No key found in https://sso.example.com/certs with kid abc] was thrown while processing request.',
    'signing-key-not-published',
  ],
  ['No key found in with kid Gb389a-9f76-gdjs-a92j-0242bk94356', 'signing-key-not-published'],
  [
    'com.auth0.jwk.SigningKeyNotFoundException: No key found in https://sso.example.com/certs with kid abc',
    'signing-key-not-published',
  ],
  [
    'failed to reach out to oidc connector keycloak, most likely URL "https://keycloak.example.com/auth/realms/teleport" is not valid or not accessible, check configuration and try to re-create the connector',
    'container-cannot-reach-idp',
    'provider-does-not-answer',
    'discovery-path-wrong',
  ],
  [
    'flutter: Error Domain= Code=0 "Redirection to URL with a scheme that is not HTTP(S)" UserInfo={NSErrorFailingURLStringKey=com.myapp.test://login-callback?code=HvXMEgiCMbMhhBqU}',
    'mobile-callback',
  ],
  ['net::ERR_UNKNOWN_URL_SCHEME com.example.notes://callback?code=abc&state=def', 'mobile-callback'],
  [
    'Android: No Activity found to handle Intent { act=android.intent.action.VIEW dat=com.example.notes:/oauth2redirect }',
    'mobile-callback',
  ],
  [
    "IDX20803: Unable to obtain configuration from: 'System.String'.\n ---> System.IO.IOException: IDX20804: Unable to retrieve document from: 'System.String'.",
    'discovery-path-wrong',
    'container-cannot-reach-idp',
    'provider-does-not-answer',
    'untrusted-certificate',
  ],
  [
    "IDX20803: Unable to obtain configuration from: '[PII of type 'System.String' is hidden.]'.\n ---> System.IO.IOException: IDX20804: Unable to retrieve document from: '[PII is hidden]'.\n ---> System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.\n ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot",
    'untrusted-certificate',
  ],
  [
    'java.net.UnknownHostException: Unable to resolve host "auth.example.com": No address associated with hostname',
    'container-cannot-reach-idp',
  ],
  [
    'Unable to resolve host "auth.example.com": No address associated with hostname',
    'provider-name-not-found',
    'container-cannot-reach-idp',
  ],
  [
    '[next-auth][error][OAUTH_CALLBACK_ERROR] id_token detected in the response, you must use client.callback() instead of client.oauthCallback()',
    'id-token-not-expected',
  ],
  [
    'Non-secure context detected; cookies are not secured, and will not be available in cross-origin POST requests. Accessing Keycloak using insecure connection?',
    'idp-advertises-wrong-self',
    'state-cookie-lost',
  ],
  [
    'type="CODE_TO_TOKEN_ERROR", realmId="r", clientId="notes", userId="null", ipAddress="10.0.0.2", error="invalid_code", grant_type="authorization_code", reason="code_not_found"',
    'code-refused',
  ],
  ['error=code_not_found', 'code-refused'],
  ["Claim 'null' is invalid", 'identifier-claim-missing', 'username-missing', 'claim-not-released'],
  ['Sign-in failed: no associated account found', 'registration-closed'],
  ['ERROR: User claim incomplete', 'claim-not-released', 'identifier-claim-missing', 'username-missing'],
  [
    'User claim incomplete. Unable to find key: preferred_username in user_claim',
    'claim-not-released',
    'identifier-claim-missing',
    'username-missing',
  ],
  ['ERROR: Incorrect user claim.', 'userinfo-of-someone-else', 'userinfo-empty-or-wrong-url'],
  ['ERROR: Invalid user claim.', 'userinfo-empty-or-wrong-url'],
  ['ERROR: No identity token.', 'no-id-token'],
  ['ERROR: Missing identity token.', 'id-token-unreadable'],
  ['No subject identity.', 'subject-missing'],
  ['ERROR: Invalid state.', 'state-cookie-lost', 'callback-malformed'],
  ['ERROR: User identity is not linked to an existing WordPress user.', 'registration-closed'],
  ['ERROR: Cannot authorize: user already exists', 'account-collision', 'registration-closed'],
];

/** Symptoms as people tell them, and sentences of the same words that tell of none. */
export const PEOPLE: Kind = [
  [
    'After logging in it lands me on \n\nhttp://localhost:8080/login.html?oidc_error=internal_error\n\nI can log in using the internal auth. When i click on the SSO button it sends me to my authentik site no problem but after log-in it drops me in the above URL.',
    'internal-address-leaks',
  ],
  [
    'After login I am redirected to http://localhost:3000 instead of https://notes.example.com',
    'internal-address-leaks',
  ],
  [
    "Once authenticated at Keycloak the browser ends up at http://127.0.0.1:8000/auth/callback and of course it can't connect",
    'internal-address-leaks',
  ],
  [
    'When I log in with OIDC it redirects me to http://0.0.0.0:3000/api/auth/callback',
    'internal-address-leaks',
  ],
  [
    "OIDC login sends me back to http://notes:8080/callback, which is the container's name",
    'internal-address-leaks',
  ],
  ['sso login takes me to localhost:3000 after I authenticate', 'internal-address-leaks'],
  [
    "When I try to login with my OIDC provider, I'm correctly redirected to my Authentik instance, I can login, then I'm redirected to the app, but it then redirects me again to my Authentik page",
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    'After signing in at the provider it redirects me to the login page again and again',
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    "SSO: I log in successfully at Keycloak and then I'm thrown back to the login page",
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    'I get stuck in an infinite redirect loop between the app and Authelia',
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    'The login keeps redirecting back and forth between authentik and the app',
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    'after login with oidc it just returns to the sign in page without any error',
    'loop-after-callback',
    'state-cookie-lost',
  ],
  [
    'OpenId Connect callback might not work behind reverse proxy\nWhen using Apache HTTP Server as reverse proxy for `https`, the OIDC callback URL does not work because it uses `http`.',
    'redirect-downgraded-to-http',
  ],
  ['The callback url is generated with http instead of https behind traefik', 'redirect-downgraded-to-http'],
  ['Behind nginx the app sends an http redirect uri rather than https', 'redirect-downgraded-to-http'],
  ['redirect_uri uses http although the site is reached over https', 'redirect-downgraded-to-http'],
  [
    'my app is behind a reverse proxy and the OAuth callback url has the http scheme, not https',
    'redirect-downgraded-to-http',
  ],
  ['it redirects to http:// instead of https:// after SSO login', 'redirect-downgraded-to-http'],
  [
    'I configured the issuer https://auth.example.com/realms/home, but the discovery document says https://auth.example.com/auth/realms/home',
    'issuer-mismatch',
  ],
  [
    'In the settings I entered https://sso.example.com as issuer while the well-known returns "issuer": "http://sso.example.com"',
    'issuer-mismatch',
  ],
  [
    "issuer in my config is https://sso.example.com/ and the token's iss is https://sso.example.com",
    'issuer-mismatch',
  ],
  ['I want to run it on http://localhost:3000 and log in with OIDC later on'],
  ['Open http://localhost:3000 in a browser and log in.'],
  ['How do I redirect users to the login page when they are not signed in?'],
  ['The reverse proxy redirects http to https'],
  ['We use http inside the cluster and https outside, login works fine'],
  ['After login I am redirected to https://notes.example.com and everything works'],
  ['The issuer is https://sso.example.com and the document says https://sso.example.com, too'],
  [
    'https://notes.example.com/oauth/login/keycloak/None?client_id=None&redirect_uri=https://notes.example.com/oauth/complete/keycloak/&state=abcdefgh&response_type=code PAGE NOT FOUND: /oauth/login/keycloak/None',
    'sso-switched-off',
    'literal-quotes-or-misspelt-name',
    'environment-not-loaded',
    'app-config-ignored',
    'app-endpoint-wrong',
    'container-has-other-value',
  ],
  [
    'https://sso.example.com/authorize?client_id=undefined&redirect_uri=https%3A%2F%2Fnotes.example.com%2Fcb&response_type=code&scope=openid&state=0123456789',
    'literal-quotes-or-misspelt-name',
    'environment-not-loaded',
    'app-config-ignored',
  ],
  [
    'It goes to https://sso.example.com/authorize?client_id=null&response_type=code&redirect_uri=https://notes.example.com/cb',
    'literal-quotes-or-misspelt-name',
    'environment-not-loaded',
    'app-config-ignored',
  ],
  [
    'https://sso.example.com/authorize?client_id=&response_type=code&redirect_uri=https%3A%2F%2Fnotes.example.com%2Fcb&scope=openid',
    'literal-quotes-or-misspelt-name',
    'environment-not-loaded',
    'app-config-ignored',
  ],
];
