import { type Cause, code, docs, type Facts, threads } from './cause.ts';
import {
  app,
  appDeliverable,
  appPath,
  capital,
  clientPlace,
  datum,
  filterOf,
  isFiltered,
  known,
  provider,
  providerDeliverable,
  setAt,
} from './setup.ts';

/** Section F of the catalogue: authorization and accounts. */

/** What the app calls a setting of the workspace. */
const settingLabel = (facts: Facts, key: string | undefined): string | undefined =>
  facts.connection?.app.definition.settings.find((one) => one.key === key)?.label;

/** What a provider says why somebody is shut out, where it says more than that. */
const DENIALS: Readonly<
  Record<string, { readonly cause: string; readonly fix: (facts: Facts) => string } | undefined>
> = {
  consent: {
    cause: 'Nobody has consented that the app may read what it asks for, or consent was refused.',
    fix: (facts) =>
      `Grant consent for the whole organization on ${clientPlace(facts)} as its administrator, or let users consent themselves, and take scopes that nobody needs out of ${app(facts)}.`,
  },
  assignment: {
    cause: 'The app is only for those who are assigned to it, and this person is not.',
    fix: (facts) => `Assign the person, or a group that they are in, to ${clientPlace(facts)}.`,
  },
  directory: {
    cause: 'The account that was used belongs to another organization than the one that has the app.',
    fix: (facts) =>
      `Sign out there and use an account of the organization that has ${clientPlace(facts)}, or add the account to it as a guest.`,
  },
  condition: {
    cause:
      'A rule for sign-ins (device, place, network or second factor) does not let this one pass. The app has no part in it.',
    fix: (facts) =>
      `Look the sign-in up in ${provider(facts)}'s log: it names the rule. Meet it, or make an exception for ${app(facts)}.`,
  },
};

export const ACCOUNTS: readonly Cause[] = [
  {
    id: 'denied-by-policy',
    ref: 'D49',
    section: 'F',
    see: 'The user is signed in, and the provider does not let them on to the app.',
    sides: ['provider'],
    explains: [
      { codes: ['access-denied'], weight: 0.9 },
      {
        codes: ['callback-error', 'authorization-error-page'],
        weight: 0.95,
        when: (facts) => datum(facts, 'error') === 'access_denied',
        condition: 'the error is access_denied',
      },
    ],
    keys: [
      { text: ['not a member of', 'group'], weight: 0.8 },
      { text: 'not a member of any allowed group', weight: 0.88 },
      { text: 'access denied', weight: 0.45 },
      { text: 'user denied', weight: 0.6 },
      { text: ['we are sorry', 'access denied'], weight: 0.7 },
      { text: 'is not authorized to access', weight: 0.7 },
      { text: 'not authorized to use this', weight: 0.75, without: ['grant'] },
      { text: 'permission denied, binding', weight: 0.8 },
      { text: 'denied by policy', weight: 0.9 },
      { text: 'policy denied', weight: 0.85 },
      { text: 'not allowed to access this service', weight: 0.95 },
      { text: "returned result 'false'", weight: 0.88 },
      { text: 'request has been denied', weight: 0.88 },
      { text: 'permission denied', weight: 0.45 },
      { text: 'the resource owner or authorization server denied the request', weight: 0.9 },
      { text: 'user is not in the required group', weight: 0.8 },
      { text: 'user not assigned to this application', weight: 0.8 },
    ],
    tell: (facts) => {
      const groups = facts.connection?.access.groups ?? [];
      const policy = facts.connection?.access.policy;
      const reason = DENIALS[datum(facts, 'reason') ?? ''];
      if (reason !== undefined)
        return {
          side: 'provider',
          title: `${capital(provider(facts))} does not let this user in`,
          cause: reason.cause,
          fix: { text: reason.fix(facts), ...providerDeliverable(facts) },
        };
      return {
        side: 'provider',
        title: `${capital(provider(facts))} does not let this user in`,
        cause: `Either the user cancelled, or a policy of ${provider(facts)} shuts them out${groups.length > 0 ? `: only members of ${groups.join(', ')} may sign in to ${app(facts)}` : ''}.${facts.product === 'authelia' ? ` Authelia's access_control rules do not govern this; the client's authorization_policy does${policy ? ` (here ${policy})` : ''}.` : ''}${facts.product === 'authentik' ? ' In authentik the bindings of the application decide, and their engine mode (any or all).' : ''}`,
        fix: {
          text:
            groups.length > 0
              ? `Put the user into ${groups.join(' or ')} at ${provider(facts)}, or change the groups of ${app(facts)} in the workspace.`
              : `Change who may use ${clientPlace(facts)}, or put the user into the group that may.`,
          setting:
            facts.product === 'authelia'
              ? 'authorization_policy'
              : facts.product === 'authentik'
                ? 'Policy / Group / User Bindings'
                : 'allowed groups',
          ...known('value', groups.join(', ') || undefined),
          ...known('current', facts.product === 'authelia' ? policy : undefined),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [
      ...threads(
        'pocket-id/pocket-id#1538',
        'goauthentik/authentik#9627',
        'goauthentik/authentik#8391',
        'goauthentik/authentik#2245',
        'authelia/authelia#8359',
      ),
      docs('Authelia FAQ', 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/'),
    ],
  },
  {
    id: 'account-collision',
    ref: 'D50',
    section: 'F',
    see: 'An account with this name or address exists already, or a second one appears.',
    sides: ['app', 'provider'],
    explains: [],
    keys: [
      { text: ['user with this email', 'already exists'], weight: 0.85 },
      { text: 'unique constraint failed: users', weight: 0.78 },
      { text: 'uniqueviolation', weight: 0.6 },
      { text: 'email already exists', weight: 0.78 },
      { text: 'email is already', weight: 0.65 },
      { text: 'username already exists', weight: 0.75 },
      { text: 'username already taken', weight: 0.75 },
      { text: 'link your account', weight: 0.7 },
      { text: 'linked to a different', weight: 0.8 },
      { text: 'account already exists', weight: 0.78 },
      { text: 'already exists, but is linked to another account', weight: 0.96 },
      { text: 'account_not_linked', weight: 0.95 },
      { text: 'account not linked', weight: 0.88 },
      { text: 'oauthaccountnotlinked', weight: 0.95 },
      { text: 'user already exists', weight: 0.7 },
      { text: 'unique constraint failed: user', weight: 0.75 },
      { text: 'duplicate entry', weight: 0.55 },
      { text: 'email already in use', weight: 0.75 },
      { text: 'email address already in use', weight: 0.8 },
      { text: 'email address is already in use', weight: 0.8 },
      { text: 'username already in use', weight: 0.75 },
      { text: ['duplicate key value violates unique constraint', 'user'], weight: 0.75 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The account exists already and is not linked',
      cause: `${datum(facts, 'value') ? `The app tried to make the user “${datum(facts, 'value')}”, and there is one with that name or address. ` : ''}The app links accounts by e-mail address, by name, or not at all. The person signed in by ${provider(facts)} does not match the account that is there, or its sub has changed.`,
      fix: {
        text: `Link ${provider(facts)} from the signed-in account, or change the local e-mail address to the provider's first. Do not link by unverified addresses.`,
        setting: 'e-mail address',
      },
    }),
    seen: threads(
      'immich-app/immich#11027',
      'immich-app/immich#15706',
      'norish-recipes/norish#345',
      'ulsklyc/yuvomi#832',
      'homarr-labs/homarr#5185',
      'zorn-v/nextcloud-social-login#509',
      'usememos/memos#6111',
    ),
  },
  {
    id: 'admin-locked-out',
    section: 'F',
    see: 'Passwords were switched off before the administrator was linked to the provider, and nobody can sign in.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: ['password', 'no way to log in'], weight: 0.75 },
      { text: ['password', 'locked out'], weight: 0.75 },
      { text: ['password', 'locked myself out'], weight: 0.8 },
      { text: ['admin', 'locked out'], weight: 0.7 },
      { text: ['disabled password', 'log in'], weight: 0.6 },
      { text: ['password', 'form is gone'], weight: 0.7 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'Signing in by password is off, and the administrator has no other way',
      cause: `${capital(app(facts))} lets people in by ${provider(facts)} only, and the account that may change its settings is not linked to anybody there.`,
      fix: {
        text: `Use the way in that ${app(facts)} keeps for this: its own login page for administrators, a command in its container, or the variable that allows passwords. Link the administrator first next time, and switch passwords off afterwards.`,
      },
    }),
    seen: threads('usememos/memos#4568'),
  },
  {
    id: 'registration-closed',
    ref: 'D51',
    section: 'F',
    see: 'The app says that registration is not allowed.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: 'does not have an account', weight: 0.5 },
      { text: 'account creation is disabled', weight: 0.9 },
      { text: 'registration not allowed', weight: 0.88 },
      { text: 'signup not allowed', weight: 0.88 },
      { text: 'registration is not allowed', weight: 0.93 },
      { text: 'registrations are disabled', weight: 0.88 },
      { text: 'sign ups are disabled', weight: 0.88 },
      { text: 'signups are disabled', weight: 0.88 },
      { text: 'signup is not allowed', weight: 0.9 },
      { text: 'self-registration', weight: 0.6, topic: true },
      { text: 'creation of new users is disabled', weight: 0.88 },
      { text: 'auto_create', weight: 0.45 },
      { text: 'user does not exist and registration', weight: 0.85 },
      { text: 'user registration is disabled', weight: 0.96 },
      { text: 'user registration is not allowed', weight: 0.96 },
      { text: 'sign up is not allowed', weight: 0.93 },
      { text: 'signup is disabled', weight: 0.93 },
      { text: 'sign-up not allowed', weight: 0.93 },
      { text: 'signup_disabled', weight: 0.9 },
      { text: 'sign up not allowed', weight: 0.93 },
      { text: 'user not found and auto-registration', weight: 0.85 },
      { text: 'auto register is disabled', weight: 0.85 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app does not allow new users',
      cause: `The first login by ${provider(facts)} needs a new user in ${app(facts)}, which it forbids.`,
      fix: {
        text: 'Allow registration for the first login, or create the user with the same e-mail address.',
        setting: 'registration',
        value: 'true',
        ...appDeliverable(facts),
      },
    }),
    seen: [
      code('The switch in an app’s sign-in', 'rommapp/romm backend/handler/auth/base_handler.py@5.2.0'),
      ...threads('usememos/memos#6007'),
    ],
  },
  {
    id: 'not-in-this-edition',
    ref: 'D52',
    section: 'F',
    see: 'There is no login button; the settings are ignored.',
    sides: ['app'],
    explains: [{ codes: ['app-edition-without-sso'], weight: 0.97 }],
    keys: [
      { text: ['no login button'], weight: 0.5 },
      { text: ['enterprise', 'single sign-on'], weight: 0.55, topic: true },
      { text: ['enterprise feature', 'oidc'], weight: 0.75 },
      { text: ['sso', 'enterprise edition'], weight: 0.75 },
      // Many apps have such a path, so one of the words has to be about editions.
      { text: ['/oauth/login/', '404', 'enterprise'], weight: 0.7 },
      { text: ['/oauth/login/', '404', 'open source'], weight: 0.7 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: `${capital(app(facts))} has no single sign-on in this edition`,
      cause: `${facts.connection?.app.definition.editions?.find((edition) => !edition.supported)?.reason ?? 'OpenID Connect belongs to a paid edition, so its settings are ignored without a word.'}`,
      fix: {
        text: 'Put a proxy with forward authentication in front of the app, or run an edition that has single sign-on and state it in the workspace.',
        setting: 'edition',
        ...known(
          'value',
          facts.connection?.app.definition.editions?.find((edition) => edition.supported)?.id,
        ),
        ...known('current', facts.connection?.app.entry.edition),
        ...appPath(facts, 'edition'),
      },
    }),
    seen: threads('kestra-io/kestra#5148', 'goauthentik/authentik#23079', 'goauthentik/authentik#23084'),
  },
  {
    id: 'version-too-old',
    section: 'F',
    see: 'The version in use lacks what the login needs.',
    sides: ['app', 'provider'],
    explains: [{ codes: ['version-too-old'], weight: 0.95 }],
    keys: [
      { text: 'failed to initiate oauth flow', weight: 0.9 },
      { text: ['crypto.subtle', 'undefined'], weight: 0.8 },
    ],
    tell: (facts) => {
      const side = datum(facts, 'side') === 'provider' ? 'provider' : 'app';
      if (facts.findings.length === 0) {
        // Recognised in pasted text: the browser's own function for the challenge was not there.
        return {
          side: 'app',
          title: `${capital(app(facts))} can not sign in over plain http`,
          cause: `${capital(app(facts))} makes a PKCE challenge with a browser function that exists over https and on localhost only.`,
          fix: {
            text: `Serve ${app(facts)} over https, or upgrade it to a version that does without.`,
            setting: 'version',
          },
        };
      }
      return {
        side,
        title: `The version of ${side === 'provider' ? provider(facts) : app(facts)} is too old`,
        cause:
          `${side === 'provider' ? capital(provider(facts)) : capital(app(facts))} ${datum(facts, 'version', 'actual') ?? ''} lacks what is needed${datum(facts, 'reason') ? `: ${datum(facts, 'reason')}` : ''}.`.replace(
            '  ',
            ' ',
          ),
        fix: {
          text: `Upgrade to ${datum(facts, 'needed', 'expected') ?? 'a version that is still maintained'}, then state it in the workspace.`,
          setting: 'version',
          ...known('value', datum(facts, 'needed', 'expected')),
          ...known('current', datum(facts, 'version', 'actual')),
          ...(facts.connection
            ? {
                workspace_path:
                  side === 'provider'
                    ? `providers.${facts.connection.provider.id}.version`
                    : `apps.${facts.connection.app.id}.version`,
              }
            : {}),
        },
      };
    },
    seen: threads('usememos/memos#5570'),
  },
  {
    id: 'http-callback-public-client',
    section: 'F',
    see: 'A client without a secret is to be called back over plain http.',
    sides: ['app'],
    explains: [{ codes: ['app-http-with-public-client'], weight: 0.95 }],
    keys: [],
    tell: (facts) => ({
      side: 'app',
      title: 'Plain http and no secret do not go together',
      cause: `${capital(provider(facts))} refuses a plain http redirect URI for a client without a secret (${facts.connection?.client.redirect_uris[0] ?? 'the callback'}).`,
      fix: {
        text: `Serve ${app(facts)} over https and write that address into the workspace, or use a client with a secret.`,
        setting: 'url',
        ...known('value', facts.connection?.app.url.replace(/^http:/, 'https:')),
        ...known('current', facts.connection?.app.url),
        ...appPath(facts, 'url'),
      },
    }),
    seen: [code('Authelia: redirect checks', 'authelia/oauth2-provider@v0.2.31')],
  },
  {
    id: 'sso-switched-off',
    section: 'F',
    see: 'The app answers as if single sign-on were not configured.',
    sides: ['app'],
    explains: [
      {
        codes: ['app-login-not-found', 'app-login-not-offered'],
        weight: 0.9,
      },
    ],
    keys: [
      { text: 'oauth disabled', weight: 0.9 },
      { text: 'oidc is not enabled', weight: 0.85 },
      { text: 'oauth provider not found', weight: 0.6 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'Single sign-on is switched off in the app',
      cause: facts.findings.some(({ code }) => code === 'app-login-not-found')
        ? `Asked just now, ${app(facts)} has nothing at ${datum(facts, 'url') ?? 'the address where its login begins'}: single sign-on is off or was not there when it started, or another version runs than the workspace says.`
        : facts.findings.some(({ code }) => code === 'app-login-not-offered')
          ? `Asked just now, ${app(facts)} lists no login through ${provider(facts)} at ${datum(facts, 'url') ?? 'its own interface'}: single sign-on is off, its entry for the provider is missing or has another name, or it was not there when the app started.`
          : `${capital(app(facts))} did not find its switch set to true when it started.`,
      fix: {
        text: `Apply the exported settings and restart ${app(facts)}; they are read once at its start.`,
        setting: setAt(facts, 'switch')[0]?.name ?? 'enabled',
        value: 'true',
        ...appDeliverable(facts),
      },
    }),
    seen: [code('The switch in an app’s configuration', 'rommapp/romm backend/config/__init__.py@5.2.0')],
  },
  {
    id: 'identifier-filtered',
    section: 'F',
    see: 'The app says that the user, the address or its domain is not allowed.',
    sides: ['app'],
    explains: [
      {
        codes: ['claim-value-not-accepted'],
        weight: 0.94,
        when: isFiltered,
        condition: 'the filter does not match the identifier',
      },
    ],
    keys: [{ text: ['identifier', 'is not allowed'], weight: 0.88 }],
    tell: (facts) => {
      const key = filterOf(facts)?.accepts_by;
      const filter = key === undefined ? undefined : facts.connection?.app.entry.settings?.[key];
      return {
        side: 'app',
        title: 'A filter of the app keeps this user out',
        cause:
          key === undefined
            ? `${capital(app(facts))} lets in only those that a filter of its own names (a domain, an address, or a form that names must have), and this user is not among them.`
            : `The identifier of the user does not match the identifier filter${filter === undefined ? '' : ` ${String(filter)}`}.`,
        fix: {
          text:
            key === undefined
              ? `Add the user, or the domain, to the filter of ${app(facts)}, or leave it empty to let every user of the provider in.`
              : 'Correct the filter (a Go regular expression), or leave it empty to let every user of the provider in.',
          setting: settingLabel(facts, key) ?? 'identifier filter',
          ...known('current', filter === undefined ? undefined : String(filter)),
          ...appDeliverable(facts),
          ...(key === undefined ? {} : appPath(facts, `settings.${key}`)),
        },
      };
    },
    seen: [
      code('A filter in an app’s sign-in', 'usememos/memos server/router/api/v1/auth_service.go@v0.30.0'),
    ],
  },
  {
    id: 'no-role-in-app',
    section: 'F',
    see: 'The login works, and the app shows nothing: the user has no permissions in it.',
    sides: ['app'],
    explains: [],
    keys: [
      { text: 'you do not have any role', weight: 0.7 },
      { text: ['default-role', 'not applied'], weight: 0.8 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The user has no role in the app',
      cause: `${capital(app(facts))} gives its default role to newly created users only; this one has none, or it belongs to another tenant.`,
      fix: {
        text: 'Set the default role of new users, and bind a role by hand to users that exist already.',
        setting: 'default role',
        ...appDeliverable(facts),
      },
    }),
    seen: [docs('Roles of new users', 'https://kestra.io/docs/enterprise/auth/sso')],
  },
];
