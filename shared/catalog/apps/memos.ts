import { canParseUrl } from '../../can-parse-url.ts';
import { atLeast, type Version } from '../../version.ts';
import type { AppEntry } from '../../workspace/types.ts';
import type { Source } from '../fact.ts';
import type { AppDefinition, AppSetting, ClaimRequirement, Notice } from '../types.ts';
import { codedWords } from './words.ts';

/** Sources of the facts about Memos. */
export const MEMOS_SOURCES = {
  exchange: {
    title: 'Memos: the token exchange, run with the exported settings',
    ref: 'usememos/memos internal/idp/oauth2/oauth2.go@v0.30.0',
    certainty: 'ran',
  },
  exchangeBefore: {
    title: 'Memos: the token exchange before 0.30, read from 0.16.1 on and run at 0.22.5, 0.26.2 and 0.29.1',
    ref: 'usememos/memos plugin/idp/oauth2/oauth2.go@v0.16.1 to v0.26.2, internal/idp/oauth2/oauth2.go@v0.27.0 to v0.29.1',
    certainty: 'ran',
  },
  browser: {
    title: 'Memos: the authorization request made in the browser',
    ref: 'usememos/memos web/src/utils/oauth.ts@v0.30.0',
    certainty: 'code',
  },
  plainHttp: {
    title: 'Memos: sign-in over plain http fails in 0.26.0',
    ref: 'usememos/memos#5570',
    certainty: 'issue',
  },
  signIn: {
    title: 'Memos: signing in and linking accounts',
    ref: 'usememos/memos server/router/api/v1/auth_service_sso.go@v0.30.0',
    certainty: 'code',
  },
  signInBefore: {
    title: 'Memos: signing in before the link table',
    ref: 'usememos/memos server/router/api/v1/auth_service.go@v0.27.0',
    certainty: 'code',
  },
  username: {
    title: 'Memos: the username of a new single sign-on user',
    ref: 'usememos/memos server/router/api/v1/sso_username.go@v0.30.0',
    certainty: 'code',
  },
  relink: {
    title: 'Memos: existing users must be linked again after 0.28',
    ref: 'usememos/memos#6007',
    certainty: 'issue',
  },
  uuid: {
    title: 'Memos: new users named by a UUID',
    ref: 'usememos/memos#6111',
    certainty: 'issue',
  },
  api: {
    title: 'Memos: the identity provider service',
    ref: 'usememos/memos server/router/api/v1/idp_service.go@v0.30.0',
    certainty: 'code',
  },
  screen: {
    title: 'Memos: the dialog “Create SSO”',
    ref: 'usememos/memos web/src/components/CreateIdentityProviderDialog.tsx@v0.30.0',
    certainty: 'code',
  },
  trust: {
    title: 'Go: SSL_CERT_FILE replaces the system’s bundle, and directories of certificates are still read',
    ref: 'golang/go src/crypto/x509/root_unix.go@go1.26; Memos sets no transport of its own for the provider (usememos/memos internal/idp/oauth2/oauth2.go@v0.30.0)',
    certainty: 'code',
  },
  file: {
    title: 'Memos: providers from files',
    ref: 'usememos/memos store/deployment_config.go@v0.30.0',
    certainty: 'code',
  },
} as const satisfies Record<string, Source>;

const S = MEMOS_SOURCES;

/** The first version with each change that a renderer or a check must know about. */
export const MEMOS_SINCE = {
  restV2: '0.21',
  restIdentityProviders: '0.22',
  avatar: '0.24.3',
  restKebab: '0.25.3',
  randomState: '0.25.3',
  adminRole: '0.26',
  pkce: '0.26',
  pkceOptional: '0.26.1',
  providerId: '0.27',
  linkTable: '0.28',
  usernameFromIdentifier: '0.30',
  fileConfig: '0.30',
  autoDetect: '0.30',
} as const satisfies Record<string, Version>;

/** The claim that names the user. */
export const memosIdentifierClaim = (entry: AppEntry): string =>
  entry.settings?.identifier_claim ?? 'preferred_username';

/**
 * The Provider ID (0.27 and newer) and the name of the JSON file (0.30 and newer): lower-case letters, digits
 * and single hyphens, at most 32 characters, so that it matches the pattern of every version (0.28 and newer
 * allow 36).
 */
export function memosProviderId(entry: AppEntry): string {
  const id = (entry.settings?.provider_id ?? entry.provider)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return id === '' ? 'sso' : id;
}

/** The path in the app's address, without slashes at the end. Empty if there is none. */
const pathOf = (url: string): string =>
  canParseUrl(url.trim()) ? new URL(url.trim()).pathname.replace(/\/+$/, '') : '';

/**
 * Returns the scope of OpenID Connect Core §5.4 that releases a standard claim, or `openid` for any other
 * claim.
 */
const scopeOf = (claim: string): string =>
  claim === 'sub'
    ? 'openid'
    : claim === 'email' || claim === 'email_verified'
      ? 'email'
      : claim === 'groups'
        ? 'groups'
        : 'profile';

function claims(entry: AppEntry): readonly ClaimRequirement[] {
  const identifier = memosIdentifierClaim(entry);
  const all: ClaimRequirement[] = [
    {
      claim: identifier,
      scope: scopeOf(identifier),
      level: 'required',
      type: 'string',
      ...(entry.settings?.identifier_filter
        ? { accepts: { pattern: entry.settings.identifier_filter }, accepts_by: 'identifier_filter' }
        : {}),
      why: 'Names the user. Memos refuses the login when it is missing, empty or no text.',
      source: S.exchange,
    },
    {
      claim: 'name',
      scope: 'profile',
      level: 'optional',
      type: 'string',
      why: 'The display name. Without it the identifier is shown.',
      source: S.exchange,
    },
    {
      claim: 'email',
      scope: 'email',
      level: 'optional',
      type: 'string',
      why: 'Kept with the account. Memos neither links by it nor asks whether it is verified.',
      source: S.exchange,
    },
  ];
  return all.filter((claim, index) => index === 0 || claim.claim !== identifier);
}

function notices(entry: AppEntry, version: Version): readonly Notice[] {
  const list: Notice[] = [
    {
      code: 'memos-one-address',
      severity: 'info',
      side: 'app',
      message:
        'Memos makes its redirect URI from the address in the browser, so it must always be opened at this one.',
      fix: 'To use a second address as well, list its “/auth/callback” under “redirect_uris” too.',
      source: S.browser,
    },
    {
      code: 'memos-registration',
      severity: 'warning',
      side: 'app',
      message: 'A first login creates an account only while user registration is allowed.',
      fix: 'Turn off “Disallow user registration” before the first login; it may be turned on again once everyone has an account.',
      source: S.signIn,
    },
  ];
  if (pathOf(entry.url) !== '') {
    list.push({
      code: 'memos-below-a-path',
      severity: 'error',
      side: 'proxy',
      message: `Memos knows no path of its own: it makes its links and its redirect URI from the host alone, so it can’t work below “${pathOf(entry.url)}”.`,
      fix: 'Give Memos a host name of its own.',
      path: 'url',
      source: S.browser,
    });
  }
  if (!atLeast(version, MEMOS_SINCE.linkTable)) {
    list.push({
      code: 'memos-linked-by-username',
      severity: 'warning',
      side: 'app',
      message: `A login becomes the local account whose username equals the claim “${memosIdentifierClaim(entry)}”. Whoever is named like the owner at the provider becomes the owner.`,
      fix: 'See to it that nobody else can take the owner’s username at the provider, or update to 0.28, where accounts are linked on purpose.',
      source: S.signInBefore,
    });
  } else {
    list.push({
      code: 'memos-link-existing',
      severity: 'warning',
      side: 'app',
      message:
        'An existing account is never taken over by a login, not even under the same name. Anyone who has an account links it first; those who signed in through a provider before 0.28 must link again.',
      fix: 'Sign in with the password, then Settings › My Account › SSO Accounts. Keep password login on until then.',
      source: S.relink,
    });
    if (!atLeast(version, MEMOS_SINCE.usernameFromIdentifier)) {
      list.push({
        code: 'memos-uuid-usernames',
        severity: 'info',
        side: 'app',
        message: 'New users get a UUID as their username; the claim is not used for it.',
        fix: 'Update to 0.30, which takes the username from the claim where it can.',
        source: S.uuid,
      });
    } else {
      list.push({
        code: 'memos-username-rules',
        severity: 'info',
        side: 'app',
        message:
          'A new user is named by the claim only if it is 1 to 36 letters, digits and inner hyphens, not all digits, not taken and not reserved (admin, administrator, api, memos, root, support, system). Anything else, such as “john.doe”, “a_b” or an e-mail address, becomes a UUID.',
        source: S.username,
      });
    }
  }
  if (
    atLeast(version, MEMOS_SINCE.pkce) &&
    !atLeast(version, MEMOS_SINCE.pkceOptional) &&
    /^http:/i.test(entry.url)
  ) {
    list.unshift({
      code: 'memos-plain-http',
      severity: 'error',
      side: 'app',
      message:
        'Memos 0.26.0 can’t start a login over plain http, except on localhost: “Failed to initiate OAuth flow”.',
      fix: 'Update Memos to 0.26.1, or serve it over https.',
      source: S.plainHttp,
    });
  }
  return list;
}

/** Where each value is entered: the labels of the dialog. */
const MEMOS_NAMES: Readonly<Partial<Record<AppSetting, readonly string[]>>> = {
  issuer: ['Authorization endpoint', 'Token endpoint', 'User endpoint'],
  client_id: ['Client ID'],
  client_secret: ['Client secret'],
  redirect_uri: ['the address Memos is opened under'],
  scopes: ['Scopes'],
  ca: ['SSL_CERT_FILE'],
  identifier: ['Identifier'],
  authorization_endpoint: ['Authorization endpoint'],
  token_endpoint: ['Token endpoint'],
  userinfo_endpoint: ['User endpoint'],
};

/** Memos, 0.16 to 0.30: an OAuth 2.0 client that reads userinfo. */
export const memos: AppDefinition = {
  kind: 'memos',
  name: 'Memos',
  description: 'Notes, short and self-hosted',
  versions: {
    lines: [
      '0.16',
      '0.17',
      '0.18',
      '0.19',
      '0.20',
      '0.21',
      '0.22',
      '0.23',
      '0.24',
      '0.25',
      '0.26',
      '0.27',
      '0.28',
      '0.29',
      '0.30',
    ],
    patches: ['0.24.3', '0.25.3', '0.26.1'],
  },
  settings: [
    {
      key: 'identifier_claim',
      label: 'Identifier',
      type: 'text',
      default: 'preferred_username',
      help: 'The claim that names the user. “sub” stays the same when someone is renamed, but reads badly. Existing links break when it changes.',
    },
    {
      key: 'identifier_filter',
      label: 'Identifier Filter',
      type: 'text',
      help: 'A Go regular expression; only identifiers in which it is found may sign in. It is not anchored: use ^ and $.',
    },
    {
      key: 'provider_id',
      label: 'Provider ID',
      type: 'text',
      since: MEMOS_SINCE.providerId,
      help: 'Lower-case letters, digits and hyphens. It can’t be changed afterwards: the links of all accounts hang on it.',
    },
  ],
  traits: {
    token_endpoint_auth_method: [
      {
        value: 'client_secret_post',
        before: MEMOS_SINCE.autoDetect,
        source: S.exchangeBefore,
        note: 'Memos sends the secret in the form body and knows no other way.',
      },
      {
        value: 'client_secret_post',
        since: MEMOS_SINCE.autoDetect,
        source: S.exchange,
        note: 'Memos tries Basic first and the form body after any error; the form body is right on every version.',
      },
    ],
    tries_other_auth_method: [
      { value: false, before: MEMOS_SINCE.autoDetect, source: S.exchangeBefore },
      {
        value: true,
        since: MEMOS_SINCE.autoDetect,
        source: S.exchange,
        note: 'One refused attempt in the provider’s log at each login is normal; the error shown is that of the second attempt.',
      },
    ],
    pkce: [
      { value: 'none', before: MEMOS_SINCE.pkce, source: S.exchangeBefore },
      {
        value: 'S256-https',
        since: MEMOS_SINCE.pkce,
        source: S.browser,
        note: 'The browser makes the challenge, which it can only over https or on localhost.',
      },
    ],
    uses_discovery: [{ value: false, source: S.exchange, note: 'Three endpoints are typed in.' }],
    claims_from: [
      { value: 'userinfo', source: S.exchange, note: 'The answer must be JSON: a signed one can’t be read.' },
    ],
    sends_nonce: [{ value: false, source: S.browser }],
    scopes: [{ value: ['openid', 'profile', 'email'], source: S.screen }],
    checks_issuer: [{ value: false, source: S.exchange, note: 'Memos doesn’t look at the ID token.' }],
  },
  // The page joins this path to its origin (web/src/lib/browser.ts), so the result has no sub-path.
  redirectPaths: (entry) =>
    canParseUrl(entry.url) ? [new URL('/auth/callback', entry.url).href] : ['/auth/callback'],
  claims,
  endpoints_in_files: ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'],
  trust: () => ({
    name: 'SSL_CERT_FILE',
    value: '/etc/ssl/provider-ca.pem',
    mount: './provider-ca.pem:/etc/ssl/provider-ca.pem:ro',
    note: 'Memos has no setting of its own for this; it is a Go program and takes the variable from its environment. The file replaces the bundle of the system, while certificates in /etc/ssl/certs still count.',
    in_short: 'mount the CA file into the container and point SSL_CERT_FILE at it',
    runtime: 'go',
    source: S.trust,
  }),
  setAt: (what) => (MEMOS_NAMES[what] ?? []).map((name) => ({ name, way: what === 'ca' ? 'env' : 'screen' })),
  has_compose: true,
  ...codedWords({
    words: [
      {
        cause: 'account-collision',
        before: MEMOS_SINCE.linkTable,
        says: 'This Memos takes the local user of the same name. The person signed in by {provider.name} does not match the account that is there, or its sub has changed.',
        fix: 'Give the person at the provider, in the claim that Memos reads, the username of the account in Memos.',
        setting: 'Identifier',
        source: S.signInBefore,
      },
      {
        cause: 'account-collision',
        says: 'Memos keeps its own table of links and never takes over an account of the same name. The person signed in by {provider.name} does not match the account that is there, or its sub has changed.',
        fix: 'Sign in to Memos with the password, then link under Settings › Account › SSO accounts.',
        setting: 'SSO accounts',
        source: S.relink,
      },
      {
        cause: 'registration-closed',
        says: 'The first login by {provider.name} needs a new user in Memos, which it forbids. Since 0.28 an existing Memos account counts as new until it is linked.',
        fix: 'In Memos, switch “disallow user registration” off for the first login; or sign in with the password and link under Settings › Account › SSO accounts.',
        setting: 'Disallow user registration',
        value: 'off',
        source: S.relink,
      },
    ],
    errors: [
      {
        text: 'user registration is not allowed',
        where: 'page',
        means: 'The login needs a new account, and new ones are not allowed.',
        side: 'app',
        cause: 'registration-closed',
      },
      {
        text: 'Failed to initiate OAuth flow',
        where: 'page',
        means: 'Memos 0.26.0 can’t start a login over plain http; 0.26.1 can.',
        side: 'app',
        cause: 'version-too-old',
      },
      {
        text: 'identifier … is not allowed',
        where: 'page',
        means: 'The identifier filter keeps this person out.',
        side: 'app',
        cause: 'identifier-filtered',
      },
      {
        text: 'is not found in claims or has empty value',
        where: 'log',
        means: 'Userinfo doesn’t hold the claim that Memos takes as the identifier.',
        side: 'app',
        cause: 'identifier-claim-missing',
      },
    ],
  }),
  extraScopes: (entry) => (memosIdentifierClaim(entry) === 'groups' ? ['groups'] : []),
  notices,
  sources: Object.values(S),
};
