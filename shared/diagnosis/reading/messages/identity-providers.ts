import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** What a provider says for one reason: the finding, and its words for it. */
type Row = readonly [finding: Message['finding'], words: readonly string[], weight?: number];

/** A text with the words as the provider logs or sends them; the example of a value is an address. */
const rowsOf = (program: Pick<Recogniser, 'by' | 'versions'>, rows: readonly Row[]): readonly Recogniser[] =>
  saidBy(
    program,
    rows.flatMap(([finding, words, weight]) =>
      words.map(
        (says): Message => ({
          says,
          finding,
          ...(weight === undefined ? {} : { weight }),
          example: says
            .replace(/\{\w+:url\}/g, 'https://notes.example.com/callback')
            .replace(/\{\w+:word\}/g, 'notes')
            .replace(/\{[^}]*\}/g, 'https://notes.example.com/other'),
        }),
      ),
    ),
  );

/** server/lib/src/idm/oauth2.rs. What the app gets is a code of the standard and nothing else. */
const KANIDM = rowsOf({ by: 'Kanidm', versions: '1.1 to 1.12' }, [
  [{ cause: 'secret-wrong-or-swapped' }, ['Invalid OAuth2 client_id secret']],
  [
    { cause: 'secret-not-sent' },
    ['OAuth2 Client Authentcation Required', 'OAuth2 client_id not provided by basic authz'],
  ],
  ['client-unknown', ['Have you configured the OAuth2 resource server?']],
  [
    'pkce-required',
    [
      'No PKCE code challenge was provided with client in enforced PKCE mode',
      'PKCE code verification failed - no code challenge present in PKCE enforced mode',
    ],
  ],
  [
    { cause: 'code-refused' },
    [
      'PKCE code verification failed - this may indicate malicious activity',
      'PKCE code verification failed - a code verifier is present',
      'PKCE code verification failed - code challenge is present',
      'Expired token exchange request',
      'Failed to decrypt token exchange request',
    ],
  ],
  [
    'redirect',
    ['Invalid OAuth2 redirect_uri (must be an exact match to a redirect-url) - got {redirect_uri:url}'],
  ],
  [
    { cause: 'redirect-http-refused' },
    ['Invalid OAuth2 redirect_uri scheme (must be a secure origin) - got {redirect_uri:url}'],
  ],
  [
    { cause: 'redirect-not-registered' },
    ['OAuth2 redirect_uri returns to localhost, but localhost redirection is not allowed'],
  ],
  [
    { cause: 'redirect-differs-at-token' },
    ['Invalid OAuth2 redirect_uri (differs from original request uri)'],
  ],
  ['response-type-refused', ["Unsupported OAuth2 response_type (should be 'code')"]],
  [{ cause: 'openid-scope-missing' }, ['must contain at least one requested scope']],
  [
    { cause: 'denied-by-policy' },
    [
      'Identity does not have access to the requested scopes',
      'refusing to allow user that authenticated with anonymous',
    ],
  ],
]);

/** zitadel/oidc pkg/op, and internal/api/oidc of Zitadel itself. */
const ZITADEL = rowsOf({ by: 'Zitadel', versions: '2 and 3, with zitadel/oidc 3' }, [
  [{ cause: 'denied-by-policy' }, ['The user is required to have at least one grant on the application']],
  [{ cause: 'mobile-callback' }, ["This client's redirect_uri is using a custom schema and is not allowed"]],
  [{ cause: 'openid-scope-missing' }, ['The scope of your request is missing']],
  // The login was begun in another browser, or its cookie is gone.
  [
    { cause: 'stale-browser-state' },
    ['Errors.AuthRequest.UserAgentNotCorresponding', 'UserAgentNotCorresponding'],
  ],
  ['response-type-refused', ['The requested response type is missing in the client configuration']],
  [{ cause: 'wrong-secret-method' }, ['auth_method post not supported']],
  [{ cause: 'two-methods-at-once' }, ['client authentication must not use more than one method']],
  [{ cause: 'redirect-differs-at-token' }, ['redirect_uri does not correspond']],
  [{ cause: 'secret-wrong-or-swapped' }, ['invalid client_id / client_secret']],
  [
    { cause: 'secret-not-sent' },
    ['confidential client requires authentication', 'client must be authenticated'],
  ],
  [{ cause: 'secret-not-url-encoded' }, ['invalid basic auth header'], 0.8],
  ['token-grant-not-allowed', ['client missing grant type']],
  ['client-unknown', ['unable to retrieve client by id', 'Errors.App.NotFound']],
  [{ cause: 'code-refused' }, ['code_verifier required', 'code_verifier unexpectedly provided'], 0.9],
  // The request that a code belongs to is gone: used twice, or too old.
  [{ cause: 'code-refused', or: ['stale-browser-state'] }, ['Errors.AuthRequest.NotFound'], 0.85],
  [{ cause: 'logout-incomplete' }, ['post_logout_redirect_uri invalid'], 0.9],
  // The host by which it is asked is none that it knows: the one that the proxy passes on, or ExternalDomain.
  [
    { cause: 'idp-advertises-wrong-self' },
    ['Message=Instance not found', 'unable to set instance using origin'],
  ],
  [{ cause: 'denied-by-policy' }, ['Errors.User.GrantRequired', 'Errors.User.ProjectRequired']],
]);

/** backend/internal/common/errors.go, from 2.10 internal/apperror and internal/oidc. */
const POCKET_ID = rowsOf({ by: 'Pocket-ID', versions: '0.35 to 2.14' }, [
  [
    { cause: 'redirect-pocket-id' },
    ['Callback URL is invalid and may need to be corrected', 'No callback URL provided'],
  ],
  [{ cause: 'secret-not-sent' }, ['client id or secret not provided']],
  [{ cause: 'code-refused' }, ['Error #01: invalid authorization code'], 0.9],
  [
    'pkce-required',
    [
      "This client requires PKCE, but the 'code_challenge' parameter is missing",
      'Error #01: Invalid code verifier',
    ],
  ],
  ['token-grant-not-allowed', ['Error #01: grant type not supported']],
  [
    { cause: 'denied-by-policy' },
    [
      "You're not allowed to access this service",
      'You are not allowed to access this service',
      'The user account is disabled.',
    ],
  ],
  [{ cause: 'demand-not-met' }, ['This client requires pushed authorization requests']],
  [{ cause: 'openid-scope-missing' }, ['The access token is missing the openid scope']],
  [
    'userinfo-refused',
    ['The access token is not audienced to this server and cannot be used to access user information'],
  ],
]);

/** providers/oauth2/errors.py and views/token.py: the events of its log, and what userinfo answers. */
const AUTHENTIK = rowsOf({ by: 'authentik', versions: '2022.1 to 2026.8' }, [
  [
    'redirect',
    [
      "Invalid redirect URI was used. Client used '{redirect_uri:url}'. Allowed redirect URIs are {registered:url}",
    ],
  ],
  ['client-unknown', ['Invalid client identifier: {client_id:word}']],
  [
    { cause: 'code-refused' },
    ['Missing authorization code', 'Invalid code: invalid client or code has expired'],
    0.9,
  ],
  ['token-grant-not-allowed', ['"event": "Invalid grant type"']],
  [{ cause: 'denied-by-policy' }, ['"event": "User not authenticated for application"']],
  [
    { cause: 'openid-scope-missing' },
    ['The request requires higher privileges than provided by the access token'],
    0.9,
  ],
]);

/** The Go library of several providers, handler/openid/validator.go and strategy_jwt.go: both quotes, by version. */
const FOSITE: readonly Recogniser[] = ["'login'", '"login"'].map((value) => ({
  by: 'fosite',
  versions: '0.30 to 0.49',
  says: `because prompt was set to ${value} but auth_time`,
  finding: { cause: 'interaction-required' },
  data: { prompt: 'login' },
  weight: 0.96,
  example: `Failed to validate OpenID Connect request because prompt was set to ${value} but auth_time ('2026-01-02 03:04:04 +0000 UTC') happened before the authorization request ('2026-01-02 03:04:05 +0000 UTC') was registered, indicating that the user was not re-authenticated which is forbidden.`,
}));

/** What providers say for themselves, by reason. */
export const IDENTITY_PROVIDERS: readonly Recogniser[] = [
  ...FOSITE,
  ...KANIDM,
  ...ZITADEL,
  ...POCKET_ID,
  ...AUTHENTIK,
];
