import { canParseUrl } from '../../can-parse-url.ts';
import { own } from '../../own.ts';
import { atLeast, type Version } from '../../version.ts';
import type { AppEntry } from '../../workspace/types.ts';
import type { Source } from '../fact.ts';
import type { AppDefinition, AppSetting, ClaimRequirement, Notice } from '../types.ts';
import { codedWords } from './words.ts';

/** Sources of the facts about RomM. */
export const ROMM_SOURCES = {
  config: {
    title: 'RomM: environment variables',
    ref: 'rommapp/romm backend/config/__init__.py@5.2.0, compared tag by tag from 3.7.0',
    certainty: 'code',
  },
  client: {
    title: 'RomM: the OpenID Connect client',
    ref: 'rommapp/romm backend/decorators/auth.py@5.2.0',
    certainty: 'code',
  },
  handler: {
    title: 'RomM: claims, e-mail and roles',
    ref: 'rommapp/romm backend/handler/auth/base_handler.py@5.2.0',
    certainty: 'code',
  },
  callback: {
    title: 'RomM: the end of a login',
    ref: 'rommapp/romm backend/endpoints/auth.py@5.2.0',
    certainty: 'code',
  },
  authlib: {
    title: 'Authlib 1.6.12: a login with the exported environment',
    ref: 'authlib/authlib authlib/integrations/starlette_client@v1.6.12',
    certainty: 'ran',
  },
  session: {
    title: 'RomM: the session cookie',
    ref: 'rommapp/romm backend/main.py@5.2.0',
    certainty: 'code',
  },
  state: {
    title: 'RomM: state mismatch before 4.3.2',
    ref: 'rommapp/romm#2165',
    certainty: 'issue',
  },
  verified: {
    title: 'RomM: “Email is not verified.”',
    ref: 'rommapp/romm#2626',
    certainty: 'issue',
  },
  autologin: {
    title: 'RomM: the login page of the second interface',
    ref: 'rommapp/romm frontend/src/v2/views/Auth/Login.vue@5.2.0',
    certainty: 'code',
  },
  tls: {
    title:
      'httpx: a self-signed certificate is refused unless OIDC_TLS_CACERTFILE or SSL_CERT_FILE trusts it',
    ref: 'encode/httpx@0.28.1',
    certainty: 'ran',
  },
  quotes: {
    title: 'RomM: quotes that became part of a value',
    ref: 'rommapp/romm#2732',
    certainty: 'issue',
  },
} as const satisfies Record<string, Source>;

const S = ROMM_SOURCES;

/** The first version that has each of these features. */
export const ROMM_SINCE = {
  tlsCaFile: '3.7.1',
  emailOnlyRefusedWhenFalse: '3.7.1',
  disablePasswordLogin: '3.7.1',
  baseUrl: '3.10.0',
  roles: '4.3.1',
  roleClaimIsScope: '4.3.2',
  laxCookie: '4.3.2',
  usernameAttribute: '4.5.0',
  autologin: '4.7.0',
  metadataUrl: '4.8.0',
  rpInitiatedLogout: '4.8.0',
  allowRegistration: '5.0.0',
  twoRoles: '5.0.0',
  secureCookie: '5.1.0',
} as const satisfies Record<string, Version>;

/** The claim whose value becomes the username. It can be set from 4.5.0 on and is fixed in older versions. */
export const rommUsernameClaim = (entry: AppEntry, version: Version): string =>
  (atLeast(version, ROMM_SINCE.usernameAttribute) ? entry.settings?.username_claim : undefined) ??
  'preferred_username';

/**
 * The role claim in use, from 4.3.2 on, where RomM also requests it as a scope. 4.3.1 has the variable but
 * never requests the scope, so roles are left out there.
 */
export const rommRoleClaim = (entry: AppEntry, version: Version): string | undefined =>
  atLeast(version, ROMM_SINCE.roleClaimIsScope) ? entry.settings?.role_claim : undefined;

const STANDARD_SCOPE: Readonly<Record<string, string>> = { email: 'email', sub: 'openid', groups: 'groups' };

/** The values of the role claim with which RomM lets somebody in; “*” for viewers lets everyone in. */
function acceptedRoles(entry: AppEntry): Pick<ClaimRequirement, 'accepts' | 'accepts_by' | 'accepts_all'> {
  const { role_admin, role_editor, role_viewer } = entry.settings ?? {};
  if (role_viewer === '*') return {};
  const any_of = [role_admin, role_editor, role_viewer].filter((role) => role !== undefined && role !== '');
  return {
    accepts: { any_of: any_of as readonly string[] },
    accepts_by: 'role_viewer',
    accepts_all: '“*” for viewers lets everyone in',
  };
}

function claims(entry: AppEntry, version: Version): readonly ClaimRequirement[] {
  const username = rommUsernameClaim(entry, version);
  const role = rommRoleClaim(entry, version);
  const list: ClaimRequirement[] = [
    {
      claim: 'email',
      scope: 'email',
      level: 'required',
      type: 'string',
      why: 'Finds the local account. Without it the login ends with “Email is missing from token.”',
      source: S.handler,
    },
    {
      claim: 'email_verified',
      scope: 'email',
      level: 'required',
      type: 'boolean',
      rule: 'verified',
      why: atLeast(version, ROMM_SINCE.emailOnlyRefusedWhenFalse)
        ? 'Must be true wherever the provider lists the claim, or the login ends with “Email is not verified.”'
        : 'Must be true, always: 3.7.0 refuses everything else with “Email is not verified.”',
      source: S.handler,
    },
    {
      claim: username,
      scope: own(STANDARD_SCOPE, username) ?? 'profile',
      level: 'required',
      type: 'string',
      why: 'Becomes the username of a new account, and must be there at every login.',
      source: S.handler,
    },
  ];
  if (role !== undefined) {
    list.push({
      claim: role,
      scope: role,
      level: 'optional',
      type: 'array',
      ...acceptedRoles(entry),
      why: 'Decides the role at every login in which it is present: no match, no entry. Where it is absent, new users get the least role and others keep theirs.',
      source: S.handler,
    });
  }
  return list.filter((claim, index) => list.findIndex((other) => other.claim === claim.claim) === index);
}

function notices(entry: AppEntry, version: Version): readonly Notice[] {
  const settings = entry.settings ?? {};
  const list: Notice[] = [
    {
      code: 'romm-linked-by-email',
      severity: 'warning',
      side: 'app',
      message:
        'RomM finds the local account by e-mail address alone. With another address the login makes a second account, or fails if the username is taken.',
      fix: 'Before the first login, open the profile of the local admin in RomM and set the same e-mail address as at the provider.',
      source: S.handler,
    },
    {
      code: 'romm-verified-email',
      severity: 'info',
      side: 'provider',
      message: 'RomM refuses a login whose ID token doesn’t say that the e-mail address is verified.',
      fix: 'Let the provider put email and email_verified into the ID token, with email_verified true.',
      source: S.verified,
    },
  ];
  if (!atLeast(version, ROMM_SINCE.laxCookie)) {
    list.push({
      code: 'romm-strict-cookie',
      severity: 'warning',
      side: 'app',
      message:
        'Before 4.3.2 the session cookie is SameSite=Strict, and many browsers lose it on the way back: “mismatching_state”.',
      fix: 'Update RomM to 4.3.2 or newer.',
      source: S.state,
    });
  }
  if (canParseUrl(entry.url.trim()) && new URL(entry.url.trim()).pathname !== '/') {
    list.push({
      code: 'romm-below-a-path',
      severity: 'warning',
      side: 'proxy',
      message:
        'After a login RomM always goes to “/” of the host, so below a path people end up somewhere else.',
      fix: 'Give RomM a host name of its own.',
      path: 'url',
      source: S.callback,
    });
  }
  const unknown: readonly (readonly [string, boolean, Version, string])[] = [
    ['role_claim', settings.role_claim !== undefined, ROMM_SINCE.roleClaimIsScope, 'roles from a claim'],
    [
      'username_claim',
      settings.username_claim !== undefined,
      ROMM_SINCE.usernameAttribute,
      'another username claim',
    ],
    ['autologin', settings.autologin === true, ROMM_SINCE.autologin, 'automatic login'],
    [
      'allow_registration',
      settings.allow_registration !== undefined,
      ROMM_SINCE.allowRegistration,
      'the registration switch',
    ],
    [
      'rp_initiated_logout',
      settings.rp_initiated_logout === true,
      ROMM_SINCE.rpInitiatedLogout,
      'logout at the provider',
    ],
    ['tls_ca_certfile', settings.tls_ca_certfile !== undefined, ROMM_SINCE.tlsCaFile, 'an own CA file'],
    [
      'disable_userpass_login',
      settings.disable_userpass_login === true,
      ROMM_SINCE.disablePasswordLogin,
      'switching password login off',
    ],
  ];
  for (const [key, stated, since, what] of unknown) {
    if (stated && !atLeast(version, since)) {
      list.push({
        code: 'romm-setting-too-new',
        severity: 'warning',
        side: 'app',
        message: `RomM ${version} doesn’t know ${what}; “${key}” is left out.`,
        fix: `Update RomM to ${since} or newer, or remove the setting.`,
        path: `settings.${key}`,
        source: S.config,
      });
    }
  }
  if (rommRoleClaim(entry, version) !== undefined) list.push(...roleNotices(entry));
  if (settings.disable_userpass_login === true && atLeast(version, ROMM_SINCE.disablePasswordLogin)) {
    list.push({
      code: 'romm-no-password-login',
      severity: 'warning',
      side: 'app',
      message: 'Password login goes away. If the login through the provider then fails, nobody gets in.',
      fix: 'Sign in once through the provider as an admin before setting it; to get back in, set DISABLE_USERPASS_LOGIN=false and recreate the container.',
      path: 'settings.disable_userpass_login',
      source: S.config,
    });
  }
  if (settings.autologin === true && atLeast(version, ROMM_SINCE.autologin)) {
    list.push({
      code: 'romm-autologin',
      severity: 'warning',
      side: 'app',
      message:
        'The login page sends everyone on at once. Its way round, “?bypass_autologin=true”, works in the old interface only.',
      fix: 'To get back in with a password, set OIDC_AUTOLOGIN=false and recreate the container.',
      path: 'settings.autologin',
      source: S.autologin,
    });
  }
  return list;
}

function roleNotices(entry: AppEntry): Notice[] {
  const { role_claim = '', role_admin, role_editor, role_viewer } = entry.settings ?? {};
  const list: Notice[] = [];
  if (/[.\s]/.test(role_claim)) {
    list.push({
      code: 'romm-role-claim-path',
      severity: 'error',
      side: 'app',
      message: `“${role_claim}” can’t be a role claim: RomM looks for one claim of exactly that name and also asks for a scope of that name.`,
      fix: 'Name a flat claim, such as “groups”.',
      path: 'settings.role_claim',
      source: S.handler,
    });
  }
  list.push({
    code: 'romm-roles-replace',
    severity: 'warning',
    side: 'app',
    message:
      role_admin === undefined
        ? `No value makes an admin: whoever signs in through the provider with a “${role_claim}” claim becomes an ordinary user at once, an existing admin too.`
        : `RomM sets the role again at every login that brings the claim “${role_claim}”. An existing admin who isn’t in “${role_admin}” becomes an ordinary user at the first login, or is refused.`,
    fix:
      role_admin === undefined
        ? 'Set “role_admin” to a group that every admin of RomM is in.'
        : `Before the first login, put every admin of RomM into “${role_admin}” at the provider, and keep one local admin who doesn’t sign in through it.`,
    path: role_admin === undefined ? 'settings.role_admin' : 'settings.role_claim',
    source: S.handler,
  });
  const lists = { role_admin, role_editor, role_viewer };
  for (const [key, value] of Object.entries(lists)) {
    if (value?.includes(',')) {
      list.push({
        code: 'romm-role-list',
        severity: 'warning',
        side: 'app',
        message: `RomM doesn’t split “${value}” at the comma; it looks for exactly this text.`,
        fix: 'Name one group.',
        path: `settings.${key}`,
        source: S.handler,
      });
    }
  }
  if (role_editor === undefined && role_viewer === undefined) {
    list.push({
      code: 'romm-roles-lock-out',
      severity: 'warning',
      side: 'app',
      message:
        role_admin === undefined
          ? 'A role claim is set but no value for any role: everyone whose token has the claim is refused.'
          : `Only members of “${role_admin}” get in; everyone else whose token has the claim is refused.`,
      fix: 'To let everyone else in with the least role, set “role_viewer” to “*”.',
      path: 'settings.role_viewer',
      source: S.handler,
    });
  }
  return list;
}

/** The variables that hold each value. */
const ROMM_NAMES: Readonly<Partial<Record<AppSetting, readonly string[]>>> = {
  issuer: ['OIDC_SERVER_APPLICATION_URL'],
  client_id: ['OIDC_CLIENT_ID'],
  client_secret: ['OIDC_CLIENT_SECRET'],
  redirect_uri: ['OIDC_REDIRECT_URI'],
  callback: ['OIDC_REDIRECT_URI'],
  scopes: ['OIDC_CLAIM_ROLES'],
  ca: ['OIDC_TLS_CACERTFILE'],
  identifier: ['OIDC_USERNAME_ATTRIBUTE'],
  logout: ['OIDC_RP_INITIATED_LOGOUT'],
  switch: ['OIDC_ENABLED'],
};

/** RomM, 3.7 to 5.2: an OpenID Connect client that reads the ID token. */
export const romm: AppDefinition = {
  kind: 'romm',
  name: 'RomM',
  description: 'A library for game ROMs',
  versions: {
    lines: [
      '3.7',
      '3.8',
      '3.9',
      '3.10',
      '4.0',
      '4.1',
      '4.2',
      '4.3',
      '4.4',
      '4.5',
      '4.6',
      '4.7',
      '4.8',
      '4.9',
      '5.0',
      '5.1',
      '5.2',
    ],
    patches: ['3.7.1', '4.3.1', '4.3.2'],
    tooOld: { before: '3.7', reason: 'RomM knows OpenID Connect from 3.7.0; update it first.' },
  },
  settings: [
    {
      key: 'role_claim',
      label: 'Role claim',
      type: 'text',
      since: ROMM_SINCE.roleClaimIsScope,
      help: 'A flat claim of the ID token, such as “groups”. RomM also asks for a scope of that name.',
    },
    {
      key: 'role_admin',
      label: 'Admins',
      type: 'text',
      since: ROMM_SINCE.roleClaimIsScope,
      help: 'The one value in the role claim that makes an admin.',
    },
    {
      key: 'role_editor',
      label: 'Editors',
      type: 'text',
      since: ROMM_SINCE.roleClaimIsScope,
      help: 'The one value that makes an editor; from 5.0 an ordinary user.',
    },
    {
      key: 'role_viewer',
      label: 'Viewers',
      type: 'text',
      since: ROMM_SINCE.roleClaimIsScope,
      help: 'The one value that makes a viewer, from 5.0 an ordinary user; “*” lets everyone in.',
    },
    {
      key: 'username_claim',
      label: 'Username claim',
      type: 'text',
      since: ROMM_SINCE.usernameAttribute,
      default: 'preferred_username',
      help: 'Names new users. It must be in the ID token at every login.',
    },
    {
      key: 'autologin',
      label: 'Skip the login page',
      type: 'boolean',
      since: ROMM_SINCE.autologin,
      default: false,
      help: 'Sends everyone straight to the provider.',
    },
    {
      key: 'allow_registration',
      label: 'Let new users in',
      type: 'boolean',
      since: ROMM_SINCE.allowRegistration,
      default: true,
      help: 'Off: only those who have a local account with the same e-mail address.',
    },
    {
      key: 'disable_userpass_login',
      label: 'No password login',
      type: 'boolean',
      since: ROMM_SINCE.disablePasswordLogin,
      default: false,
      help: 'Only after an admin has signed in through the provider.',
    },
    {
      key: 'rp_initiated_logout',
      label: 'Log out at the provider too',
      type: 'boolean',
      since: ROMM_SINCE.rpInitiatedLogout,
      default: false,
      help: 'Needs an end-session endpoint at the provider.',
    },
    {
      key: 'tls_ca_certfile',
      label: 'CA file in the container',
      type: 'text',
      since: ROMM_SINCE.tlsCaFile,
      help: 'Path inside RomM’s container of the certificates to trust for the provider; no others are then trusted.',
    },
  ],
  traits: {
    token_endpoint_auth_method: [
      {
        value: 'client_secret_basic',
        source: S.authlib,
        note: 'Authlib’s default; the discovery document isn’t consulted.',
      },
    ],
    tries_other_auth_method: [{ value: false, source: S.authlib }],
    pkce: [{ value: 'none', source: S.client }],
    uses_discovery: [{ value: true, source: S.client }],
    claims_from: [{ value: 'id_token', source: S.handler, note: 'RomM never asks userinfo.' }],
    sends_nonce: [{ value: true, source: S.authlib }],
    scopes: [{ value: ['openid', 'profile', 'email'], source: S.client }],
    checks_issuer: [{ value: true, source: S.authlib, note: 'Against the issuer that discovery states.' }],
  },
  // Authlib makes a state of 30 and a nonce of 20 characters, whatever the provider wants.
  random_lengths: { state: 30, nonce: 20, source: S.authlib },
  redirectPaths: () => ['/api/oauth/openid'],
  claims,
  endpoints_in_files: [],
  trust: (entry, version) => {
    const value = entry.settings?.tls_ca_certfile ?? '/romm/provider-ca.pem';
    const own = atLeast(version, ROMM_SINCE.tlsCaFile);
    return {
      name: own ? 'OIDC_TLS_CACERTFILE' : 'SSL_CERT_FILE',
      value,
      mount: `./provider-ca.pem:${value}:ro`,
      note: own
        ? 'Only the certificates in this file are then trusted for the provider. Putting the CA into the system’s list does nothing: httpx brings a list of its own. With “tls_ca_certfile” in the workspace the variable is written into romm.env and compose.yaml as well.'
        : 'This version has no variable of its own; httpx takes this one, and then trusts the certificates in this file alone, for every address that RomM asks over https. Updating RomM to 3.7.1 is better: it has OIDC_TLS_CACERTFILE. Putting the CA into the system’s list does nothing.',
      in_short: `mount the CA file into the container and set ${own ? 'OIDC_TLS_CACERTFILE' : 'SSL_CERT_FILE'} to its path there (it then is the only trust source)`,
      key: 'tls_ca_certfile',
      runtime: 'python',
      source: S.tls,
    };
  },
  setAt: (what) => (ROMM_NAMES[what] ?? []).map((name) => ({ name, way: 'env', alone: true })),
  has_compose: true,
  ...codedWords({
    words: [
      {
        cause: 'account-collision',
        says: 'RomM finds accounts by e-mail address only, and user names must be unique. The person signed in by {provider.name} does not match the account that is there, or its sub has changed.',
        fix: 'Give the local RomM account the e-mail address that the provider sends, before the first login.',
        setting: 'e-mail address',
        source: S.handler,
      },
      {
        cause: 'registration-closed',
        fix: 'Set OIDC_ALLOW_REGISTRATION to true, or create the user in RomM with the same e-mail address.',
        setting: 'OIDC_ALLOW_REGISTRATION',
        value: 'true',
        key: 'allow_registration',
        source: S.handler,
      },
      {
        cause: 'state-cookie-lost',
        before: ROMM_SINCE.laxCookie,
        says: 'RomM before 4.3.2 keeps its login in a cookie with SameSite=strict, which the browser does not send when it comes back from the provider.',
        fix: 'Upgrade RomM to 4.3.2 or newer.',
        setting: 'version',
        value: '4.3.2',
        source: S.state,
      },
      {
        cause: 'role-wrong',
        also: 'In each of RomM’s role settings stands one value, no list.',
        source: S.handler,
      },
      {
        cause: 'sso-switched-off',
        also: 'RomM takes 1, true, yes or on.',
        setting: 'OIDC_ENABLED',
        source: S.config,
      },
    ],
    errors: [
      {
        text: 'Email is missing from token',
        where: 'json',
        means: 'The ID token has no e-mail address, and RomM looks nowhere else.',
        side: 'provider',
        cause: 'claims-left-the-id-token',
      },
      {
        text: 'Email is not verified',
        where: 'json',
        means: 'The ID token doesn’t say that the address is verified.',
        side: 'provider',
        cause: 'email-not-verified',
      },
      {
        text: 'attribute is missing from token',
        where: 'json',
        means: 'The claim that names new users is not in the ID token.',
        side: 'provider',
        cause: 'username-missing',
      },
      {
        text: 'User has not been granted any roles',
        where: 'json',
        means: 'The role claim is there, and none of its values is one that RomM was told.',
        side: 'provider',
        cause: 'role-wrong',
      },
      {
        text: 'User registration is disabled',
        where: 'json',
        means: 'No account has this e-mail address, and new ones are switched off.',
        side: 'app',
        cause: 'registration-closed',
      },
      {
        text: 'OAuth disabled',
        where: 'json',
        means: 'OIDC_ENABLED did not reach the container as true.',
        side: 'app',
        cause: 'sso-switched-off',
      },
      {
        text: 'mismatching_state',
        where: 'log',
        means: 'The login that was begun was lost on the way back.',
        side: 'app',
        cause: 'state-cookie-lost',
      },
    ],
  }),
  extraScopes: (entry, version) => {
    const role = rommRoleClaim(entry, version);
    return role === undefined ? [] : [role];
  },
  notices,
  sources: Object.values(S),
};
