import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

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
    'blocked-by-waf',
    'proxy',
    [
      'OIDC discovery fails. When I curl the address from inside the container I get a 403 and an HTML page that starts with "Just a moment".',
      'Signing in with OIDC ends in a 500. Our log of the CDN has the request of the app with the action "Managed Challenge".',
      'The token request gets HTML back; Bot Fight Mode was turned on for the zone.',
    ],
  ],
  [
    'stale-browser-state',
    'host',
    [
      'The OIDC login ends in an error in my browser. In an incognito window the very same login goes through.',
      'SSO shows a blank page after I sign in. With a private window the login works.',
    ],
  ],
  [
    'internal-address-leaks',
    'app',
    [
      'Single sign-on is set up at https://notes.example.com. After signing in the browser tries to open http://localhost:3000/ instead.',
      'OIDC login is on. The browser wants to reach http://127.0.0.1:8080/callback when the login is over.',
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
  // The scope is asked for.
  ['openid-scope-missing', "OAUTH_SCOPES=openid email\n  user = token['userinfo']"],
])('%s is not heard where nothing says it: %s', (id, text) => {
  expect(explain(text)[0]?.id).not.toBe(id);
});

it.each([
  'I use the plugin with Pocket ID and everybody gets in. I only wonder about the log: WARN unable to read session cookie: named cookie not present. I don’t have any trouble with it. Can I make it be quiet?',
  'Here is my working setup for Immich with Authelia: redirect addresses https://photos.example.com/auth/login and app.immich:///oauth-callback. Signing in works on the web and on both phones.',
  'There are no problems with our login. Just wondering: is it normal that the log says “state cookie not found” at each first visit?',
])('who finds no fault is told of none: %s', (text) => {
  for (const { confidence } of explain(text)) expect(confidence).toBeLessThan(0.5);
});
