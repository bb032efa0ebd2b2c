/** Errors that say what is wrong, with the cause that they lead to: a standard's code, values that differ, or the request that failed. */
export const ROOTS: readonly (readonly [cause: string, root: string])[] = [
  [
    'issuer-mismatch',
    'oidc: issuer did not match the issuer returned by provider, expected "https://id.example.com" got "https://login.example.com"',
  ],
  [
    'untrusted-certificate',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  ['untrusted-certificate', 'unable to get local issuer certificate'],
  ['certificate-wrong-name', 'x509: certificate is valid for *.example.org, not id.example.com'],
  [
    'container-cannot-reach-idp',
    'Get "https://id.example.com/.well-known/openid-configuration": dial tcp: lookup id.example.com on 127.0.0.11:53: no such host',
  ],
  ['container-cannot-reach-idp', 'connect ECONNREFUSED 192.0.2.9:443'],
  ['code-refused', '400 Bad Request {"error":"invalid_grant","error_description":"Code not valid"}'],
  [
    'secret-wrong-or-swapped',
    '401 Unauthorized {"error":"invalid_client","error_description":"Invalid client credentials"} from https://id.example.com/o/token/',
  ],
  ['userinfo-refused', 'GET https://id.example.com/userinfo: unexpected status 401 Unauthorized'],
  [
    'discovery-path-wrong',
    'GET https://id.example.com/.well-known/openid-configuration: unexpected status 404 Not Found',
  ],
  ['id-token-for-another-client', 'oidc: expected audience "notes" got ["photos"]'],
  ['nonce-wrong', 'nonce mismatch, expected abcdefgh, got: ijklmnop'],
  ['signing-algorithm', 'oidc: id token signed with unsupported algorithm, expected ["RS256"] got "HS256"'],
  ['clock-skew id-token-times', 'JWT not valid yet: the token was issued in the future, check the clock'],
  [
    'redirect-not-registered',
    'redirect_uri_mismatch: the redirect URI https://notes.example.com/callback is not registered',
  ],
  ['state-cookie-lost', 'state mismatch, expected abcdefgh, got: undefined'],
  ['username-missing claim-not-released identifier-claim-missing', "KeyError: 'preferred_username'"],
  ['denied-by-policy', 'error=access_denied&error_description=The+resource+owner+denied+the+request'],
  ['scope-not-allowed', 'error=invalid_scope&error_description=Invalid+scopes%3A+groups'],
  ['pkce-required', 'invalid_request: PKCE is required for this client'],
  ['signing-key-not-published', 'JWKSNoMatchingKey: no applicable key found in the JSON Web Key Set'],
  ['at-hash-wrong', 'at_hash mismatch, expected abcdefgh, got: ijklmnop'],
];

/** What stands in a log beside the line that says what is wrong: wrappers, the app's own page, retries, what follows from it. */
export const SYMPTOMS: readonly string[] = [
  'Login failed',
  'Authentication failed. Please try again.',
  'OAuth callback error',
  'Internal Server Error',
  'ERROR Internal Server Error: /oauth/callback',
  '192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "GET /oauth/callback HTTP/1.1" 500 532',
  '192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "GET /oauth/callback HTTP/1.1" 401 532',
  'An error occurred during the authentication process',
  '[auth][error] CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror',
  '[next-auth][error][OAUTH_CALLBACK_ERROR] https://next-auth.js.org/errors#oauth_callback_error',
  'Retrying in 5 seconds (attempt 2 of 5)',
  'Giving up after 3 attempts',
  'failed to get user info',
  'failed to exchange token',
  'Failed to fetch the discovery document',
  'Could not log in with OpenID Connect',
  'Unable to process callback',
  'Unexpected error when authenticating with identity provider',
  'omniauth: (openid_connect) Authentication failure! invalid_credentials encountered.',
  'oauth2: cannot fetch token',
  'Failed to get provider configuration',
  'OIDC authentication failed: could not complete the login flow',
  'Something went wrong. Contact your administrator.',
  'Error: read ECONNRESET',
  'Connection reset by peer',
  'Redirecting to /login?error=OAuthCallback',
  'Traceback (most recent call last):',
  'Error fetching user data',
  'WARNING: session not found, starting a new login',
  'Unauthorized',
  'HTTP 500',
];

/** How programs write what an error came from. */
export const CHAINS: Readonly<Record<string, (root: string) => string>> = {
  Go: (root) => `level=error msg="login failed: could not complete callback: ${root.replaceAll('"', '\\"')}"`,
  Java: (root) =>
    `org.springframework.security.oauth2.core.OAuth2AuthenticationException: [authentication_failed] Login failed\n\tat org.example.Login.run(Login.java:20)\nCaused by: java.lang.IllegalStateException: could not complete the login\n\tat org.example.Login.call(Login.java:12)\nCaused by: java.lang.RuntimeException: ${root}\n\t... 12 more`,
  'Java, inner first': (root) =>
    `Wrapped by: jakarta.servlet.ServletException: Login failed\nCaused by: java.io.IOException: ${root}`,
  'Python, during': (root) =>
    `Traceback (most recent call last):\n  File "/app/oidc.py", line 10, in complete\n    client.complete(code)\nValueError: ${root}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/app/views.py", line 20, in callback\n    raise LoginError("Login failed")\napp.errors.LoginError: Login failed`,
  'Python, direct cause': (root) =>
    `Traceback (most recent call last):\n  File "/app/oidc.py", line 10, in complete\n    client.complete(code)\nValueError: ${root}\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/app/views.py", line 20, in callback\n    raise LoginError("Authentication failed") from error\napp.errors.LoginError: Authentication failed`,
  'JavaScript, cause': (root) =>
    `Error: Login failed\n    at callback (/app/server.js:10:12)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {\n  [cause]: Error: ${root}\n      at complete (/app/oidc.js:5:9)\n}`,
  'Auth.js': (root) =>
    `[auth][error] CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror\n[auth][cause]: Error: ${root}\n    at handleOAuth (/app/callback.js:120:13)\n[auth][details]: { "provider": "oidc" }`,
  Rust: (root) => `Error: login failed\n\nCaused by:\n    0: could not complete the callback\n    1: ${root}`,
  Ruby: (root) =>
    `OmniAuth::Strategies::OAuth2::CallbackError (authentication failure)\napp/controllers/sessions_controller.rb:12:in \`create'\nCaused by:\nRuntimeError (${root})`,
  '.NET': (root) =>
    `System.Exception: An error was encountered while handling the remote login.\n ---> System.InvalidOperationException: ${root}\n   at App.Login.Run() in Login.cs:line 20\n   --- End of inner exception stack trace ---\n   at Microsoft.AspNetCore.Authentication.RemoteAuthenticationHandler\`1.HandleRequestAsync()`,
  PHP: (root) =>
    `PHP Fatal error:  Uncaught RuntimeException: ${root} in /app/src/Oidc.php:40\nStack trace:\n#0 /app/src/Login.php(12): Oidc->complete()\n\nNext LoginException: Login failed in /app/src/Login.php:14`,
};
