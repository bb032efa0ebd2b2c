import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { describeText } from '../../../../shared/diagnosis/reading/described.ts';
import { connectionOf } from '../setups.ts';

/** What is heard, in several wordings each: cause, side, and texts. */
const HEARD: readonly (readonly [id: string, side: string, texts: readonly string[]])[] = [
  [
    'encrypted-id-token',
    'provider',
    ['RSA-OAEP-256', 'RSA-OAEP', 'RSA1_5', 'ECDH-ES', 'A256KW'].flatMap((algorithm) => [
      `"message":"Unsupported JWT alg: ${algorithm}"`,
      `ERROR verifying the ID token: algorithm ${algorithm} is not supported`,
    ]),
  ],
  [
    'public-versus-confidential',
    'provider',
    [
      'AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
      'keycloak.mjs:776     POST https://login.example.org/realms/meet/protocol/openid-connect/token 401 (Unauthorized)',
      'keycloak.js:1131 POST https://login.example.org/auth/realms/meet/protocol/openid-connect/token 401',
    ],
  ],
  [
    'scope-not-allowed',
    'app',
    [
      "AADSTS650053: The application 'notes' asked for scope 'groups' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'.",
      'Error 400: invalid_scope Some requested scopes were invalid. {valid=[openid, https://www.googleapis.com/auth/userinfo.email], invalid=[groups]}',
    ],
  ],
  [
    'redirect-downgraded-to-http',
    'proxy',
    [
      "AADSTS50011: The redirect URI 'http://pdf.example.net:443/login/oauth2/code/oidc' specified in the request does not match the redirect URIs configured for the application 'x'.",
      'Keycloak says invalid redirect_uri. The app sends redirect_uri=http%3A%2F%2Fcloud.example.com%2Fcb and another one, which works, redirect_uri=https://other.example.com/cb',
    ],
  ],
  [
    'redirect-not-registered',
    'app',
    [
      'invalid redirect_uri, and in the address bar I see redirect_uri=%2Fapi%2Fauth%2Foidc%2Fcallback only',
      'Error: invalid redirect_uri\nGET https://idp.example.com/authorize?client_id=a&response_type=code&redirect_uri=/api/auth/callback&scope=openid',
    ],
  ],
  [
    'weak-state',
    'app',
    [
      '2022.07.01 15:22:01 [WARN ] docspell.oidc - Error resuming code flow: invalid_state (The state is missing or does not have enough characters and is therefore considered too weak.)',
    ],
  ],
  [
    'email-not-verified',
    'provider',
    ['OIDC provider Entra: ignoring email for sub=kT3p because email_verified=None'],
  ],
  [
    'secret-wrong-or-swapped',
    'app',
    [
      '2026-08-18 14:55:27,742 [ERROR] OIDC rejected both client authentication methods, to https://idp.example.com/token/.',
    ],
  ],
  [
    'idp-advertises-wrong-self',
    'proxy',
    [
      'But on the button the browser is sent to\nhttp://authentik-server-1:9000/application/o/authorize/?client_id=gitea&redirect_uri=https%3A%2F%2Fgit.example.com%2Fcallback&response_type=code&scope=openid',
    ],
  ],
  [
    'mobile-callback',
    'provider',
    [
      'The iOS app doesn’t get in, this is what it asks for:\nGET /api/oidc/authorize?prompt=consent&response_type=code&scope=openid offline_access&redirect_uri=oc://ios.owncloud.com&client_id=x HTTP/2.0 "Mozilla/5.0"\nand it gets an error page back.',
    ],
  ],
  [
    'literal-quotes-or-misspelt-name',
    'app',
    [
      'The login fails.\n    environment:\n      - OIDC_CLIENT_ID="memos"\n      - OIDC_ISSUER=https://auth.example.com',
      "Nothing works:\n    environment:\n      - SSO_ENABLED=true\n      - SSO_SCOPES='email profile'",
    ],
  ],
  [
    'openid-scope-missing',
    'app',
    [
      'After the provider the browser lands on /c/oidc/callback?code=x and gets HTTP 500.\n{\n  "auth_mode": "oidc_auth",\n  "oidc_scope": "profile,email",\n  "oidc_verify_cert": "true"\n}',
    ],
  ],
  [
    'logout-incomplete',
    'provider',
    ['With OIDC, “Log out” does not log me out: the page reloads and I am in again.'],
  ],
  [
    'userinfo-is-signed',
    'provider',
    [
      'Failed to parse response from https://sso.example.com/protocol/openid-connect/userinfo. Expected JSON, got: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI4NzYxZTAwMCJ9.c2ln',
      'userinfo: unexpected token e in JSON at position 0: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI4NzYxZTAwMCJ9.c2ln',
    ],
  ],
  ['token-request-malformed', 'app', ['invalid_request: Missing form parameter: grant_type']],
  [
    'identifier-claim-missing',
    'app',
    [
      ...['APP_USERNAME_ATTR=username', 'APP_OIDC_USERNAME_CLAIM: login', "'user_name_field' => 'uid',"].map(
        (line) =>
          `The callback is a 500.\n\n${line}\n\nuserinfo answers {"sub":"5a1d","email_verified":true,"name":"Sam","preferred_username":"sam","given_name":"Sam","email":"sam@example.com"}`,
      ),
    ],
  ],
  [
    'claim-not-released',
    'provider',
    [
      'OpenBao login failed. claim "email" not found in token',
      ...['user_id', 'upn', 'employee_id'].map(
        (claim) => `ERROR odoo.addons.auth_oidc: ${claim} claim not found in id_token (after mapping).`,
      ),
    ],
  ],
  [
    'registration-closed',
    'app',
    ['I come back from the login with OIDC and a red bar says: New registrations are turned off.'],
  ],
  [
    'blocked-by-waf',
    'proxy',
    [
      'OIDC discovery fails. When I curl the address from inside the container I get a 403 and an HTML page that starts with "Just a moment".',
      'Signing in with OIDC ends in a 500. Our log of the CDN has the request of the app with the action "Managed Challenge".',
      'The token request gets HTML back; Bot Fight Mode was turned on for the zone.',
    ],
  ],
  [
    'no-role-in-app',
    'app',
    [
      'Signing in with OIDC works and there is no error, but I see nothing at all. The list of permissions of my user: its permissions are empty.',
      'After the SSO login the tree shows nothing, as the new user has no rights. With the local admin there are nodes, so it is about permissions: the permission list stays empty.',
    ],
  ],
  [
    'account-collision',
    'app',
    [
      'The SSO button works, but I don’t get into my existing account: there is a second user of nearly my name.',
      "After the login with Keycloak I am a brand-new user with no rooms, and I can't get to my old account.",
    ],
  ],
  [
    'endpoint-given-as-issuer',
    'app',
    [
      'Could not reach the provider at URL https://sso.example.net/oauth2/authorize',
      'registered providers: identifier "home", Discovery endpoint https://sso.example.net/oauth2/authorize, scope "openid email"',
    ],
  ],
  [
    'stale-browser-state',
    'host',
    [
      'The OIDC login ends in an error in my browser. In an incognito window the very same login goes through.',
      'SSO shows a blank page after I sign in. With a private window the login works.',
      'Signing in with OIDC fails here. I tried a clean private window and the same login went straight through.',
    ],
  ],
  [
    'internal-address-leaks',
    'app',
    [
      'Single sign-on is set up at https://notes.example.com. After signing in the browser tries to open http://localhost:3000/ instead.',
      'OIDC login is on. The browser wants to reach http://127.0.0.1:8080/callback when the login is over.',
      'http://localhost:8080/start?oidc_error=failed\n\nthat is where I end up after the sign-in, the app is at https://notes.example.com',
    ],
  ],
  [
    'literal-quotes-or-misspelt-name',
    'app',
    [`ModuleNotFoundError: No module named "'social_core"`, `No module named "'allauth"`],
  ],
  [
    'openid-scope-missing',
    'app',
    [
      "OAUTH_SCOPES=\nKeyError: 'userinfo'",
      "OAUTH_SCOPES=profile email\n  user = token['userinfo']\nKeyError: 'userinfo'",
    ],
  ],
  [
    'issuer-mismatch',
    'app',
    [
      'Expected issuer https://auth.example.com/one but token has iss https://auth.example.com/two',
      'expected the issuer "https://auth.example.com" but got "https://auth.example.com/realms/x"',
    ],
  ],
  [
    'wrong-secret-method',
    'provider',
    [
      'registered with client_secret_basic but used client_secret_post',
      'The client is registered for client_secret_post, but the client sent client_secret_basic',
    ],
  ],
  [
    'secret-not-sent',
    'app',
    ['level=WARN msg="OIDC client secret is empty or missing."', 'The client secret is not set.'],
  ],
  [
    'app-forbids-local-addresses',
    'app',
    [
      "Outbound URL host 'sso.example.com' resolved to non-public address 10.77.1.4. Refusing to fetch.",
      'OIDC: the URL resolves to a private IP address, which is not allowed',
    ],
  ],
];

/** What a text says of a client or of an address of others says nothing of the one app that a workspace has. */
describe('an app is named by what is its own', () => {
  const connection = connectionOf('authentik', 'romm');
  it.each([
    "Client with id 'romm' did not match 'redirect_uri' value 'https://wiki.elsewhere.net/cb'",
    'redirect_uri=https%3A%2F%2Fwiki.elsewhere.net%2Fcb is not registered',
  ])('not by %s', (text) => {
    const [first] = explain(text, { connections: [connection] });
    expect(first).toBeDefined();
    expect(JSON.stringify(first)).not.toMatch(/RomM|authentik|app\.romm/);
    expect(describeText(text).of).toBeUndefined();
  });

  it('nor by an audience', () => {
    expect(describeText(`expected audience "games-prod" got ["romm"]`).of).toBeUndefined();
  });

  it.each([
    'RomM says: Client with id x did not match redirect_uri value https://photos.elsewhere.net/cb',
    'client_id of RomM is unknown: invalid_client',
  ])('by its name in a sentence: %s', (text) => {
    expect(describeText(text).of).toBe('RomM');
  });

  it('by an address that only its own machine knows', () => {
    const text = 'redirect_uri=http://romm:8080/api/oauth/openid is not registered';
    expect(JSON.stringify(explain(text, { connections: [connection] })[0])).toContain('RomM');
  });
});

/** Forms in which authentik's log, or a person, gives the two lists. */
const LISTS: readonly ((name: string, of: readonly string[]) => string)[] = [
  (name, of) => `"${name}": ${JSON.stringify(of)}`,
  (name, of) => `"${name}": "{${of.map((one) => `'${one}'`).join(', ')}}"`,
  (name, of) => `${name}={${of.map((one) => `'${one}'`).join(', ')}}`,
  (name, of) => `"${name}": "${of.join(' ')}"`,
];
describe.each(LISTS)('scopes that authentik leaves out, as its log may print them (%#)', (print) => {
  const line = (allowed: readonly string[]) =>
    `{"event": "Application requested scopes not configured, setting to overlap", "level": "info", ${print('scope_allowed', allowed)}, ${print('scope_given', ['email', 'openid', 'profile'])}}`;
  it('openid among them', () => {
    expect(explain(line(['email', 'profile']))[0]).toMatchObject({
      id: 'openid-scope-missing',
      side: 'provider',
    });
  });
  it('not openid', () => {
    expect(explain(line(['email', 'openid'])).map(({ id }) => id)).not.toContain('openid-scope-missing');
  });
});

describe.each(HEARD)('%s', (id, side, texts) => {
  it.each(texts)('is heard: %s', (text) => {
    expect(explain(text)[0]).toMatchObject({ id, side });
  });
});

it.each([
  // It fails there as well.
  ['stale-browser-state', 'The OIDC login ends in an error. In an incognito window the same error comes.'],
  ['stale-browser-state', 'The login by SSO never works, neither here nor in a private window.'],
  // A document lists what its provider can do.
  ['encrypted-id-token', '{"id_token_encryption_alg_values_supported":["RSA-OAEP","RSA-OAEP-256","A256KW"]}'],
  ['encrypted-id-token', 'Unsupported JWT alg: HS256'],
  // The claim is there, or only a part of the answer is shown.
  [
    'identifier-claim-missing',
    'APP_USERNAME_ATTR=preferred_username\n{"sub":"a","name":"Sam","preferred_username":"sam","email":"sam@example.com"}',
  ],
  [
    'identifier-claim-missing',
    'APP_USERNAME_ATTR=login\n{"sub":"a","name":"Sam","given_name":"Sam","email":"sam@example.com", ...}',
  ],
  // A path after the login, an option of a library, and a provider whose address has https.
  [
    'redirect-not-registered',
    'I open https://cloud.example.com/index.php/login?redirect_url=/apps/dashboard/ It works, I only want to hide the form.',
  ],
  [
    'redirect-not-registered',
    'local opts = { redirect_uri="/redirect_uri" }\nSSL certificate problem: unable to get local issuer certificate',
  ],
  [
    'redirect-not-registered',
    'GET /auth/login?redirect_uri=%2Fdashboard 302\nexpected audience "app" got ["other"]',
  ],
  [
    'redirect-downgraded-to-http',
    'Issuer: https://id.example.com\nRedirect URL: http://tools.example.com/oauth/cb\nIt is registered so. The error is invalid_client',
  ],
  [
    'redirect-downgraded-to-http',
    'Three clients: redirect_uri=http://c.example.com:8080/cb and redirect_uri=https://a.example.com/cb. The code has already been used.',
  ],
  // A variable that nobody set.
  [
    'compose-eats-dollar',
    'time="2025-02-13T03:06:58Z" level=warning msg="The \\"MINIO_PID\\" variable is not set. Defaulting to a blank string."',
  ],
  // Further scopes, and a setting beside one that has it.
  ['openid-scope-missing', 'OIDC_ADDITIONAL_SCOPES=groups\ninvalid_client since I changed the secret'],
  [
    'openid-scope-missing',
    'OAUTH2_PROXY_SCOPE=openid email profile\nOIDC_SCOPES=groups\n{"error":"invalid_grant","error_description":"Code not valid"}',
  ],
  // Another key, and attributes of a directory.
  [
    'identifier-claim-missing',
    'MAILGUN_API_KEY=keyabcdef\n{"sub":"a","name":"Sam","preferred_username":"sam","email":"sam@example.com"}\nUser is not in an allowed group',
  ],
  [
    'identifier-claim-missing',
    'ldap:\n  username_attribute: uid\n{"sub":"a","name":"Sam","preferred_username":"sam","email":"sam@example.com"}',
  ],
  // Of another service.
  [
    'literal-quotes-or-misspelt-name',
    '    environment:\n      - WATCHTOWER_NOTIFICATION_URL="discord://x@1"\n      - KC_DB_URL="jdbc:postgresql://db/kc"\ninvalid_client',
  ],
  // A token that was sent, and one that another line shows.
  [
    'userinfo-is-signed',
    'curl for userinfo failed with 401 {"error":"invalid_token"}, I sent Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI4NzYxZTAwMCJ9.c2ln',
  ],
  ['claim-not-released', 'The token has no claim problems, I checked.'],
  [
    'mobile-callback',
    'The mobile app works.\n"GET /authorize?client_id=a&redirect_uri=app.immich:///oauth-callback HTTP/2.0" 302 12\nOn the web: redirect_uri mismatch',
  ],
  [
    'idp-advertises-wrong-self',
    'https://authelia/api/oidc/authorization?client_id=a&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb is what I see, then invalid_client',
  ],
  // So many look at it from two places.
  [
    'internal-address-leaks',
    'The admin page is https://papers.example.org:7852/ and the site is https://papers.example.org.',
  ],
  // The scope is asked for.
  ['openid-scope-missing', "OAUTH_SCOPES=openid email\n  user = token['userinfo']"],
])('%s is not heard where nothing says it: %s', (id, text) => {
  expect(explain(text)[0]?.id).not.toBe(id);
});

it.each([
  [
    'redirect-not-registered',
    'Am getting redirect_uri_mismatch when logging in with Google on my Immich, any ideas?',
  ],
  [
    'redirect-not-registered',
    'Has anyone seen AADSTS50011 The redirect URI does not match after moving Grafana to a new domain?',
  ],
  ['state-cookie-lost', 'Is anybody else getting Access forbidden State token does not match since then?'],
  ['code-refused', 'Can someone explain invalid_grant Code not valid in Keycloak with Outline?'],
  [
    'scope-not-allowed',
    'Is there any reason why Keycloak answers invalid_scope Invalid scopes openid groups when Proxmox logs in?',
  ],
  [
    'state-cookie-lost',
    'level=error msg="OIDC callback rejected: CSRF session cookie missing: http: named cookie not present"',
  ],
])('%s is heard in a question or beside a session: %s', (id, text) => {
  expect(explain(text)[0]?.id).toBe(id);
});

it.each([
  'I use the plugin with Pocket ID and everybody gets in. I only wonder about the log: WARN unable to read session cookie: named cookie not present. I don’t have any trouble with it. Can I make it be quiet?',
  'Here is my working setup for Immich with Authelia: redirect addresses https://photos.example.com/auth/login and app.immich:///oauth-callback. Signing in works on the web and on both phones.',
  'There are no problems with our login. Just wondering: is it normal that the log says “state cookie not found” at each first visit?',
])('who finds no fault is told of none: %s', (text) => {
  for (const { confidence } of explain(text)) expect(confidence).toBeLessThan(0.5);
});

it.each([
  'The OIDC login at Keycloak sends me back to the login page again and again without any error. Is this normal?',
  'Signing in ends with: redirect_uri did not match. There are no errors in the log of the app. Is it expected?',
])('who asks whether a login that fails is normal has a fault all the same: %s', (text) => {
  expect(explain(text)[0]?.confidence).toBeGreaterThanOrEqual(0.5);
});
