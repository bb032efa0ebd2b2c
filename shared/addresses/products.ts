/**
 * The pages of each product that people copy from the address bar instead of its root. Data only; how it is
 * applied is in `pasted.ts`.
 */

/** What a page is. */
export type PageName =
  | 'login'
  | 'consent'
  | 'admin'
  | 'settings'
  | 'callback'
  | 'issuer'
  | 'discovery'
  | 'endpoint'
  | 'page';

/** A page, or a group of pages, of one product. */
export interface KnownPage {
  /**
   * Matches path, query and fragment. Its first group is what stands before the page, which is the sub-path
   * below which the product is served.
   */
  readonly pattern: RegExp;
  readonly page: PageName;
  /** The issuer for which the page stands, from the groups of the pattern. Absent: the page names none. */
  readonly issuer?: string;
  /** True if another product could have a page of this name, so it counts for this kind alone. */
  readonly common?: true;
}

export interface KnownProduct {
  /** The kind in the workspace. */
  readonly kind: string;
  readonly name: string;
  /** Set where its address in a workspace is its issuer. */
  readonly root?: 'issuer';
  /** Where the paths come from. */
  readonly source: string;
  readonly pages: readonly KnownPage[];
}

/** Builds a pattern: one of the alternatives as whole segments, with anything after them. */
const below = (alternatives: string): RegExp => new RegExp(`^(.*?)/(?:${alternatives})(?:[/?#].*)?$`);

/** Authelia’s own pages and endpoints. They can’t be changed, except for a sub-path before all of them. */
const AUTHELIA: KnownProduct = {
  kind: 'authelia',
  name: 'Authelia',
  source:
    'authelia/authelia web/src/constants/Routes.ts, internal/oidc/const.go, internal/server/handlers.go@v4.39.20',
  pages: [
    {
      pattern: below(
        'api/oidc|api/(?:firstfactor|secondfactor|state|health|verify|authz|configuration|user)|jwks\\.json',
      ),
      page: 'endpoint',
      issuer: '$1',
    },
    { pattern: below('consent(?:/openid)?'), page: 'consent', issuer: '$1', common: true },
    {
      pattern: below('2fa|authenticated|reset-password|settings|logout|one-time-password|webauthn|revoke'),
      page: 'page',
      issuer: '$1',
      common: true,
    },
    {
      pattern: /^(.*?)\/?\?(?:[^#]*&)?(?:rd|rm|flow|flow_id|workflow|workflow_id)=.*$/,
      page: 'login',
      issuer: '$1',
      common: true,
    },
    { pattern: /^(.*?)\/?#.*$/, page: 'page', issuer: '$1', common: true },
  ],
};

const AUTHENTIK: KnownProduct = {
  kind: 'authentik',
  name: 'authentik',
  source:
    'goauthentik/authentik authentik/core/urls.py, authentik/flows/urls.py, authentik/providers/oauth2/urls_root.py@2026.5',
  pages: [
    { pattern: below('if/flow'), page: 'login' },
    { pattern: below('if/admin'), page: 'admin' },
    { pattern: below('if/user'), page: 'page' },
    { pattern: below('if|flows/-'), page: 'page' },
    {
      pattern: below('application/o/(?:authorize|token|userinfo|introspect|revoke|device)'),
      page: 'endpoint',
    },
    {
      pattern: /^(.*?)\/application\/o\/([^/?#]+)(?:[/?#].*)?$/,
      page: 'issuer',
      issuer: '$1/application/o/$2/',
    },
    { pattern: below('application/(?:saml|launch|wsfed)'), page: 'page' },
    { pattern: below('api/v3|outpost\\.goauthentik\\.io'), page: 'endpoint' },
    { pattern: below('source/(?:oauth|saml|plex|kerberos)'), page: 'page' },
    { pattern: below('-/health|static/dist'), page: 'page' },
    { pattern: /^(.*?)\/?#.*$/, page: 'page', common: true },
  ],
};

const KEYCLOAK: KnownProduct = {
  kind: 'keycloak',
  root: 'issuer',
  name: 'Keycloak',
  source:
    'keycloak/keycloak services/src/main/java/org/keycloak/services/resources/{RealmsResource,admin/AdminRoot}.java@26.7.3',
  pages: [
    {
      pattern:
        /^(.*?)\/realms\/([^/?#]+)\/(?:account|protocol|login-actions|broker|clients-registrations|\.well-known)(?:[/?#].*)?$/,
      page: 'page',
      issuer: '$1/realms/$2',
    },
    {
      pattern: /^(.*?)\/admin\/[^/?#]+\/console\/?(?:\?[^#]*)?#\/([^/?#]+).*$/,
      page: 'admin',
      issuer: '$1/realms/$2',
    },
    {
      pattern: /^(.*?)\/admin\/([^/?#]+)\/console(?:[/?#].*)?$/,
      page: 'admin',
      issuer: '$1/realms/$2',
    },
    {
      pattern: /^(.*?)\/admin\/realms\/([^/?#]+)(?:[/?#].*)?$/,
      page: 'admin',
      issuer: '$1/realms/$2',
    },
  ],
};

const POCKET_ID: KnownProduct = {
  kind: 'pocket-id',
  root: 'issuer',
  name: 'Pocket ID',
  source: 'pocket-id/pocket-id frontend/src/routes, backend/internal/controller@v2.10',
  pages: [
    {
      pattern: below('settings/(?:admin|account|apps|audit-log)'),
      page: 'settings',
      issuer: '$1',
    },
    {
      pattern: below('api/oidc/(?:token|userinfo|introspect|end-session)'),
      page: 'endpoint',
      issuer: '$1',
    },
  ],
};

/** Their address in a workspace is their root; the issuer stands below it. */
const KANIDM: KnownProduct = {
  kind: 'kanidm',
  name: 'Kanidm',
  source: 'kanidm/kanidm server/core/src/https/oauth2.rs, views/mod.rs@v1.11.1',
  pages: [
    { pattern: below('oauth2/openid/[^/?#]+'), page: 'issuer', common: true },
    { pattern: below('oauth2|ui|v1'), page: 'page', common: true },
  ],
};

const RAUTHY: KnownProduct = {
  kind: 'rauthy',
  name: 'Rauthy',
  source: 'sebadob/rauthy src/data/src/entity/well_known.rs@f622330 (0.35.2)',
  pages: [{ pattern: below('auth/v1'), page: 'page', common: true }],
};

const VOIDAUTH: KnownProduct = {
  kind: 'voidauth',
  name: 'VoidAuth',
  source: 'voidauth/voidauth server/oidc/provider.ts@a52534d (1.14.4)',
  pages: [{ pattern: below('oidc'), page: 'endpoint', common: true }],
};

/** What the standards place below every issuer (OpenID Connect Discovery §4, RFC 8414 §3). */
export const WELL_KNOWN: KnownPage = {
  pattern: /^(.*?)\/\.well-known(?:[/?#].*)?$/,
  page: 'discovery',
  issuer: '$1',
};

export const PROVIDER_PRODUCTS: readonly KnownProduct[] = [
  AUTHELIA,
  AUTHENTIK,
  KEYCLOAK,
  POCKET_ID,
  KANIDM,
  RAUTHY,
  VOIDAUTH,
];

export const APP_PRODUCTS: readonly KnownProduct[] = [
  {
    kind: 'memos',
    name: 'Memos',
    source: 'usememos/memos web/src/router/index.tsx, web/src/router/routes.ts@v0.30.0',
    pages: [
      { pattern: below('auth/callback'), page: 'callback' },
      { pattern: below('auth'), page: 'login' },
      { pattern: below('settings?'), page: 'settings' },
      {
        pattern: below(
          'explore|archived|attachments|resources|inbox|shortcuts|about|home|memos|m|u|ai|403|404',
        ),
        page: 'page',
      },
      { pattern: below('api/v1|memos\\.api\\.v1\\.[A-Za-z]+'), page: 'endpoint' },
    ],
  },
  {
    kind: 'romm',
    name: 'RomM',
    source: 'rommapp/romm frontend/src/plugins/router.ts, backend/endpoints/auth.py@5.2.0',
    pages: [
      { pattern: below('api/oauth'), page: 'callback' },
      { pattern: below('login|api/login|register|setup|reset-password'), page: 'login' },
      {
        pattern: below(
          'settings|user-interface|library-management|scan-settings|conversion-settings|metadata-sources|client-api-tokens|administration|server-stats|user',
        ),
        page: 'settings',
      },
      {
        pattern: below(
          'platforms?|collections?|rom|search|scan|upload|activity|notifications|music|console|pair|logs',
        ),
        page: 'page',
      },
      { pattern: below('api'), page: 'endpoint' },
    ],
  },
  {
    kind: 'kestra',
    name: 'Kestra',
    source:
      'kestra-io/kestra ui/src/routes/routes.js@1.3; micronaut-security OauthConfigurationProperties@4.11 (login and callback)',
    pages: [
      { pattern: below('oauth/callback'), page: 'callback' },
      { pattern: below('oauth/(?:login|logout)'), page: 'login' },
      { pattern: below('ui'), page: 'page' },
      { pattern: below('api/v1|login'), page: 'endpoint' },
    ],
  },
];

/** For an app of which nothing is known: names that such pages usually have. A guess, so only a warning. */
export const USUAL_PAGES: readonly KnownPage[] = [
  {
    pattern:
      /^(.*?)\/(?:(?:api|auth|oauth2?|oidc|sso|openid|login|signin|users?|accounts?|index\.php|apps)(?:\/[^/?#]+)*\/)?(?:oidc_|oauth_)?(?:callback|redirect)(?:[/?#].*)?$/,
    page: 'callback',
  },
  {
    pattern:
      /^(.*?)\/(?:(?:auth|users?|accounts?|web|#)\/)*(?:log-?in|sign-?in|sign_in|register|sign-?up)(?:\.html?|\.php)?(?:[/?#].*)?$/,
    page: 'login',
  },
  { pattern: /^(.*?)\/(?:settings?|preferences|dashboard)(?:[/?#].*)?$/, page: 'settings' },
];
