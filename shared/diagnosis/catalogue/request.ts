import type { Demand } from '../judges/demands.ts';
import { minimumLength } from '../judges/words.ts';
import {
  type Cause,
  code,
  docs,
  type Facts,
  type Product,
  rule,
  type Told,
  thread,
  threads,
} from './cause.ts';
import {
  allData,
  app,
  appDeliverable,
  appSetting,
  capital,
  clientPlace,
  datum,
  known,
  provider,
  providerDeliverable,
  scopesAs,
  settingOf,
} from './setup.ts';

/** Section C of the catalogue: request parameters, PKCE and state. */

const error = (facts: Facts): string => datum(facts, 'error') ?? '';
const words = (facts: Facts): string =>
  `${datum(facts, 'error_description', 'description') ?? ''} ${datum(facts, 'error_hint', 'hint') ?? ''} ${datum(facts, 'text', 'excerpt') ?? ''}`;
const speaksOfPkce = (facts: Facts): boolean => /code_challenge|code_verifier|pkce/i.test(words(facts));

/** The app asks for `openid`, and the access token was made without it. */
function openidDropped(facts: Facts): Told {
  const authentik = facts.product === 'authentik';
  return {
    side: 'provider',
    title: 'The provider leaves “openid” out of what it grants',
    cause: `${facts.connection ? `${capital(app(facts))} asks for openid, but ${provider(facts)}` : capital(provider(facts))} made the access token without ${facts.connection ? 'it' : 'openid'}, and refuses userinfo for that reason.${authentik ? ` authentik drops every scope that has no mapping on this provider${facts.connection ? '' : ', unless the app did not even ask for it'}.` : ''}`,
    fix: {
      text: authentik
        ? `Under Advanced protocol settings › Scopes of ${clientPlace(facts)}, select the mapping “authentik default OAuth Mapping: OpenID 'openid'”.`
        : `Allow the scope openid on ${clientPlace(facts)}.`,
      setting: authentik ? 'Scopes' : 'scopes',
      ...known('value', authentik ? 'openid' : facts.connection?.client.scopes.join(', ')),
      ...providerDeliverable(facts),
    },
  };
}

/** What a provider can demand, in words, and the setting of each product that does so. */
const DEMANDED: Readonly<
  Record<Demand, { readonly what: string; readonly settings: Partial<Record<Product | 'any', string>> }>
> = {
  'pushed-request': {
    what: 'pushed authorization requests (PAR)',
    settings: {
      authelia: 'require_pushed_authorization_requests',
      keycloak: 'Pushed authorization request required',
      'pocket-id': 'Requires Pushed Authorization Requests',
      any: 'require_pushed_authorization_requests',
    },
  },
  'request-object': {
    what: 'signed request objects (JAR)',
    settings: { keycloak: 'Request object required', any: 'require_signed_request_object' },
  },
  dpop: {
    what: 'DPoP-bound tokens',
    settings: { keycloak: 'Require DPoP bound tokens', any: 'dpop_bound_access_tokens' },
  },
  'mutual-tls': {
    what: 'a client certificate (mutual TLS)',
    settings: { any: 'token_endpoint_auth_method' },
  },
  'client-assertion': {
    what: 'a signed client assertion or a certificate instead of a secret',
    settings: { any: 'token_endpoint_auth_methods_supported' },
  },
  'response-mode': {
    what: 'another response mode than query',
    settings: { any: 'response_modes_supported' },
  },
};

const CALLBACK_ERROR = ['callback-error', 'authorization-error-page'] as const;

/** The demand is one of the whole provider, and no client can be let off it. */
function pkceOfAll(facts: Facts, of: 'all' | 'public'): Told {
  const id = datum(facts, 'client_id');
  return {
    side: 'provider',
    title: `${capital(provider(facts))} demands PKCE of ${of === 'all' ? 'every client' : 'public clients'}`,
    cause: `${capital(app(facts))} sent no code_challenge. ${of === 'all' ? 'enforce_pkce: always demands it of all clients, whatever stands at the client itself.' : `The client${id ? ` “${id}”` : ''} is public (public: true, method none), and enforce_pkce demands PKCE of such clients.`}`,
    fix: {
      text:
        of === 'all'
          ? `Write enforce_pkce: public_clients_only under identity_providers.oidc, and require_pkce: true at the clients that send it; or switch PKCE (S256) on in ${app(facts)} if it can.`
          : `If ${app(facts)} has a secret, register the client with it: public: false, client_secret and a token_endpoint_auth_method. Otherwise switch PKCE (S256) on in ${app(facts)}.`,
      setting: of === 'all' ? 'identity_providers.oidc.enforce_pkce' : 'public',
      value: of === 'all' ? 'public_clients_only' : 'false',
      ...providerDeliverable(facts),
    },
  };
}

/** True if the app's settings make it ask for this scope in addition to its usual ones. */
const asksFor = ({ connection }: Facts, scope: string): boolean =>
  connection?.app.definition
    .extraScopes(connection.app.entry, connection.app.version.effective)
    .includes(scope) === true;

/** Scopes of OpenID Connect Core 1.0 §5.4. */
const STANDARD_SCOPES = new Set(['openid', 'profile', 'email', 'address', 'phone']);

export const REQUEST: readonly Cause[] = [
  {
    id: 'scope-not-allowed',
    ref: 'D19',
    section: 'C',
    see: 'The callback carries error=invalid_scope, or a scope was dropped without a word.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: CALLBACK_ERROR,
        weight: 0.95,
        when: (facts) =>
          error(facts) === 'invalid_scope' || /invalid_scope|requested scope is/i.test(words(facts)),
        condition: 'the error is invalid_scope',
      },
      {
        codes: ['token-request-refused', 'token-grant-refused'],
        weight: 0.9,
        when: (facts) => error(facts) === 'invalid_scope',
        condition: 'the error is invalid_scope',
      },
      { codes: ['scope-refused', 'scope-not-granted'], weight: 0.9 },
      { codes: ['scope-not-announced'], weight: 0.5 },
    ],
    entails: [
      'claims-left-the-id-token',
      'identifier-claim-missing',
      'username-missing',
      'role-wrong',
      'claim-not-released',
      'refresh-token-missing',
    ],
    keys: [
      { text: 'invalid_scope', weight: 0.86 },
      { text: 'the requested scope is invalid, unknown, or malformed', weight: 0.93 },
      { text: 'invalid scopes: ', weight: 0.85 },
      { text: 'not allowed to request scope', weight: 0.9 },
    ],
    tell: (facts) => {
      const refused = allData(facts, 'scope', 'scopes', 'missing').flatMap((text) => text.split(/[\s,]+/));
      // The answer has all that were asked for; every provider knows the standard's own.
      const requested = (datum(facts, 'requested') ?? '').split(' ').filter(Boolean);
      const further = requested.filter((scope) => !STANDARD_SCOPES.has(scope));
      const scopes = refused.length > 0 ? refused : [...new Set(further.length > 0 ? further : requested)];
      const named = scopes.length > 0 ? scopes.map((scope) => `“${scope}”`).join(', ') : undefined;
      const role = settingOf(facts, 'role_claim');
      const fromRole = role !== undefined && scopes.includes(role) && asksFor(facts, role);
      if (datum(facts, 'unknown') !== undefined)
        return {
          side: 'app',
          title: named
            ? `The provider has no scope ${named}`
            : 'The app asks for a scope that the provider does not have',
          cause: `${capital(app(facts))} asks for ${named ?? 'a scope'}. ${capital(provider(facts))} knows none of this name, so it refuses the whole request.`,
          fix: {
            text: `Leave ${named ?? 'it'} out of the scopes that ${app(facts)} asks for. ${scopes.some((scope) => /^(?:groups|roles)$/.test(scope)) ? 'Such a provider has groups and roles in other ways, or not at all.' : 'If it is of an API of your own, write its whole name.'}`,
            setting: appSetting(facts, 'scopes'),
            ...appDeliverable(facts),
          },
        };
      return {
        side: 'provider',
        title: named
          ? `The client may not have the scope ${named}`
          : 'The app asks for a scope that the client may not have',
        cause: `${capital(app(facts))} asks for ${named ?? 'a scope'}, which ${provider(facts)} does not know or does not allow for this client.${fromRole ? ` ${capital(app(facts))} adds the name of its role claim to the scopes it asks for.` : ''}${scopes.includes('offline_access') ? ' offline_access also needs the grant type refresh_token.' : ''}`,
        fix: {
          text: `Allow ${named ?? 'the scope'} on ${clientPlace(facts)}${scopes.includes('offline_access') ? ', with the grant type refresh_token' : ''}; or have ${app(facts)} not ask for it, if it can do without.`,
          setting: 'scopes',
          ...known(
            'value',
            facts.connection && [...new Set([...facts.connection.client.scopes, ...scopes])].join(', '),
          ),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'ionfury/homelab#870',
      'mintel/dex-k8s-authenticator#168',
      'OKDP/okdp-spark-auth-filter#16',
    ),
  },
  {
    id: 'pkce-required',
    ref: 'D20',
    section: 'C',
    see: 'The callback carries an error: the client must send a code_challenge.',
    sides: ['provider', 'app'],
    explains: [
      {
        codes: [...CALLBACK_ERROR, 'token-request-refused', 'token-grant-refused'],
        weight: 0.93,
        when: speaksOfPkce,
        condition: 'the answer speaks of code_challenge or PKCE',
      },
      { codes: ['pkce-required'], weight: 0.92 },
    ],
    keys: [
      { text: ['pkce', 'required'], weight: 0.76 },
      { text: 'missing code_challenge', weight: 0.88 },
      { text: 'code_challenge is required', weight: 0.92 },
      { text: 'code challenge required', weight: 0.9 },
      { text: 'code_challenge required', weight: 0.92 },
      { text: ['requires', 'pkce'], weight: 0.76 },
      { text: ['enforces', 'pkce'], weight: 0.76 },
      { text: ['pkce', 'enforced'], weight: 0.76 },
      { text: "clients must include a 'code_challenge'", weight: 0.96 },
      { text: 'clients must include a code_challenge', weight: 0.96 },
      { text: 'the server is configured in a way that enforces pkce', weight: 0.95 },
      { text: 'must include a code_challenge when performing the authorize code flow', weight: 0.96 },
      { text: ['pkce is required', 'client'], weight: 0.85 },
      { text: 'pkce code challenge is required', weight: 0.9 },
    ],
    tell: (facts) => {
      const stated = facts.connection?.app.entry.require_pkce;
      const uses = facts.connection?.pkce.app_uses;
      if (facts.connection && stated === true && uses === false) {
        return {
          side: 'provider',
          title: 'PKCE is required of an app that does not send it',
          cause: `The workspace asks for require_pkce: true, but ${app(facts)} ${facts.connection.app.version.effective} sends no code_challenge.`,
          fix: {
            text: `Remove require_pkce from the app in the workspace and apply the provider's side again.`,
            setting: 'require_pkce',
            value: 'false',
            current: 'true',
            workspace_path: `apps.${facts.connection.app.id}.require_pkce`,
            ...providerDeliverable(facts),
          },
        };
      }
      const of = datum(facts, 'demanded_of');
      if (of === 'all' || of === 'public') return pkceOfAll(facts, of);
      const id = datum(facts, 'client_id');
      return {
        side: 'provider',
        title: `The ${id ? `client “${id}”` : 'provider'} demands PKCE, and the app does not send it`,
        cause: `${capital(app(facts))} sent no code_challenge. ${facts.product === 'authelia' ? 'In Authelia a pkce_challenge_method also switches the demand on, even with require_pkce: false; so do public: true at the client and enforce_pkce for all.' : 'A challenge method set on the client demands it as well, and so does a client that is registered as public, without a secret.'}`,
        fix: {
          text: `Switch PKCE (S256) on in ${app(facts)} if it can; otherwise remove the requirement and the challenge method from ${clientPlace(facts)}.`,
          setting:
            facts.product === 'keycloak'
              ? 'Proof Key for Code Exchange Code Challenge Method'
              : 'require_pkce',
          ...known('value', facts.product === 'authelia' || facts.connection ? 'false' : undefined),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: threads(
      'go-gitea/gitea#34747',
      'authelia/authelia#8609',
      'authelia/authelia#9685',
      'ionfury/homelab#930',
      'ionfury/homelab#1386',
      'cavefire/hass-openid#14',
    ),
  },
  {
    id: 'pkce-keycloak',
    ref: 'D21',
    section: 'C',
    see: 'Keycloak sends the browser back with “Missing parameter: code_challenge_method”.',
    sides: ['provider', 'app'],
    products: ['keycloak'],
    explains: [
      { codes: ['pkce-required'], weight: 0.94 },
      { codes: CALLBACK_ERROR, weight: 0.95, when: speaksOfPkce, condition: 'the answer speaks of PKCE' },
    ],
    keys: [
      { text: 'missing parameter: code_challenge_method', weight: 0.97 },
      { text: 'missing parameter: code_challenge', weight: 0.9 },
      { text: 'pkce enforced client without code challenge method', weight: 0.93 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'Keycloak demands PKCE for this client',
      cause: `The client has a PKCE challenge method set in its advanced options, and ${app(facts)} sends no challenge.`,
      fix: {
        text: `Under Clients › Advanced, clear “Proof Key for Code Exchange Code Challenge Method” for this client, or switch PKCE with S256 on in ${app(facts)}.`,
        setting: 'Proof Key for Code Exchange Code Challenge Method',
        ...known('value', facts.connection?.pkce.app_uses ? 'S256' : undefined),
      },
    }),
    seen: threads('microsoft/o365-moodle#1815'),
  },
  {
    id: 'pkce-refused',
    section: 'C',
    see: 'The provider says that a code_challenge is not enabled for the client.',
    sides: ['provider'],
    explains: [
      {
        codes: CALLBACK_ERROR,
        weight: 0.96,
        when: (facts) => /code_challenge'? (?:is )?not enabled/i.test(words(facts)),
        condition: 'the answer says that code_challenge is not enabled',
      },
    ],
    entails: ['pkce-required'],
    keys: [{ text: "'code_challenge' not enabled for this client", weight: 0.96 }],
    tell: (facts) => ({
      side: 'provider',
      title: 'The provider refuses the PKCE that the app sends',
      cause: `${capital(app(facts))} sends a code_challenge, and the client at ${provider(facts)} has no way of PKCE switched on, so the request is refused.`,
      fix: {
        text: `Switch PKCE with S256 on for ${clientPlace(facts)}. Switching it off in ${app(facts)} would help too, and protect less.`,
        ...known('value', facts.connection?.pkce.app_uses ? 'S256' : undefined),
        ...providerDeliverable(facts),
      },
    }),
    seen: [
      code(
        'Rauthy: code challenges of a client',
        'sebadob/rauthy src/service/src/oidc/validation.rs@f622330',
      ),
    ],
  },
  {
    id: 'weak-state',
    ref: 'D22',
    section: 'C',
    see: 'error=invalid_state, and the state in the address is short, or a path such as /.',
    sides: ['app', 'provider'],
    explains: [
      {
        codes: CALLBACK_ERROR,
        weight: 0.95,
        when: (facts) =>
          /^(?:invalid_state|insufficient_entropy)$/.test(error(facts)) ||
          /enough characters|minimum entropy/i.test(words(facts)),
        condition: 'the error is invalid_state or insufficient_entropy',
      },
    ],
    keys: [
      { text: ['state', 'at least 8 characters'], weight: 0.88 },
      { text: 'does not satisfy the minimum entropy of', weight: 0.93 },
      { text: ['state', 'too short'], weight: 0.82 },
      { text: 'invalid_state', weight: 0.7 },
      { text: ['state', 'too weak'], weight: 0.85 },
      { text: 'does not have enough characters and is therefore considered too weak', weight: 0.97 },
      { text: 'error=invalid_state', weight: 0.85 },
      { text: 'request parameter "state" must be at least be', weight: 0.9 },
      { text: "request parameter 'state' must be at least", weight: 0.9 },
    ],
    tell: (facts) => {
      const length = datum(facts, 'state_length');
      const parameter = datum(facts, 'parameter') ?? 'state';
      const usual = facts.connection?.provider.traits.value.minimum_state_length || 8;
      const wanted = datum(facts, 'minimum_length') ?? minimumLength(words(facts));
      // A request of our own is as long as the app's, or longer.
      if (wanted === undefined ? facts.findings.length > 0 : Number(wanted) > usual) {
        const authelia = facts.product === 'authelia';
        return {
          side: 'provider',
          title: `The provider demands a longer ${parameter} than apps send`,
          cause: `${capital(provider(facts))} wants ${wanted ? `at least ${wanted} characters` : 'more characters'} in state and nonce. Usual is ${usual}; ${app(facts)} can't make its own longer.`,
          fix: {
            text: authelia
              ? `Set identity_providers.oidc.minimum_parameter_entropy in Authelia's configuration back to ${usual}, or remove the line; then restart Authelia.`
              : `Lower the minimum length of state and nonce at ${provider(facts)} to ${usual}.`,
            setting: authelia
              ? 'identity_providers.oidc.minimum_parameter_entropy'
              : 'minimum length of state',
            value: String(usual),
            ...known('current', wanted),
          },
        };
      }
      return {
        side: 'app',
        title: `The app sends a ${parameter} that is too short`,
        cause: `${capital(provider(facts))} wants a ${parameter} of at least ${wanted ?? usual} characters${length ? `; this one has ${length}` : ''}. The ${parameter} protects the login, and making it is the app's task.`,
        fix: {
          text: `Update ${app(facts)}; it is a fault in the app, not of the client's registration. Weakening the server would open it for every app.`,
          ...known('current', length ? `${length} characters` : undefined),
        },
      };
    },
    seen: threads(
      'knadh/listmonk#2138',
      'diced/zipline#633',
      'donetick/frontend#17',
      'itskovacs/trip#11',
      'hcengineering/platform#7496',
    ),
  },
  {
    id: 'state-cookie-lost',
    ref: 'D23',
    section: 'C',
    see: 'The app no longer knows the login it began: the state does not match.',
    sides: ['app', 'proxy'],
    explains: [
      {
        codes: ['callback-state-wrong'],
        weight: 0.92,
        when: (facts) => facts.check === undefined,
        condition: 'the app says so, not the test login',
      },
    ],
    keys: [
      { text: 'state cookie is missing', weight: 0.9 },
      { text: 'state cookie', weight: 0.7, topic: true },
      { text: 'state is invalid or has expired', weight: 0.88 },
      { text: 'invalidcheck', weight: 0.78 },
      { text: 'invalid state', weight: 0.6 },
      { text: ['state', 'could not be parsed'], weight: 0.8 },
      { text: 'state has expired', weight: 0.85 },
      { text: 'state token', weight: 0.4 },
      { text: ['oauth state', 'invalid'], weight: 0.75 },
      { text: ['state', 'expired'], weight: 0.55 },
      { text: 'states do not match', weight: 0.88 },
      { text: 'state does not match', weight: 0.85 },
      { text: 'csrf detected', weight: 0.75 },
      { text: 'csrf state', weight: 0.7, topic: true },
      { text: 'could not find a matching state', weight: 0.85 },
      { text: 'authstate not found', weight: 0.8 },
      { text: 'missing state cookie', weight: 0.9 },
      { text: 'correlation failed', weight: 0.92 },
      { text: 'unable to unprotect the message.state', weight: 0.9 },
      { text: 'authorization_request_not_found', weight: 0.92 },
      { text: 'no state in session', weight: 0.85 },
      { text: 'session expired or state', weight: 0.7 },
      { text: 'mismatching_state', weight: 0.93 },
      { text: 'csrf warning! state not equal in request and response', weight: 0.93 },
      { text: 'missing saved state', weight: 0.9 },
      { text: 'state mismatch', weight: 0.75 },
      { text: 'saved state is empty', weight: 0.93 },
      { text: 'saved oauth state is empty', weight: 0.9 },
      { text: 'no local oidc state', weight: 0.93 },
      { text: 'received state does not match', weight: 0.93 },
      { text: 'invalid or expired state parameter', weight: 0.92 },
      { text: 'state did not match', weight: 0.8 },
      { text: 'state parameter did not match', weight: 0.85 },
      { text: 'state cookie was missing', weight: 0.88 },
      { text: 'oauth_state cookie not found', weight: 0.9 },
      { text: 'login.oauthlogin(missing saved state)', weight: 0.95 },
      { text: 'unable to find a valid csrf token', weight: 0.7 },
      { text: 'checks.state argument is missing', weight: 0.85 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'The app lost the login it had begun',
      cause: `The state is kept in a cookie or session of ${app(facts)}. It was gone or another one on the way back: the login began on another host or scheme, in another tab, with the Back button, more than a few minutes ago, or on another node of the app.`,
      fix: {
        text: `Open ${app(facts)} ${facts.connection ? `only under ${facts.connection.app.url}` : 'under one address only'} and start afresh in a new tab. If it stays: session cookie SameSite=lax, a stable session secret, and session affinity at the proxy when there are several nodes.`,
        ...known('value', facts.connection?.app.url),
      },
    }),
    seen: threads(
      'rommapp/romm#1502',
      'grafana/grafana#20985',
      'grafana/grafana#17978',
      'open-webui/open-webui#15373',
      'muety/wakapi#855',
      'lennart-k/rustical#105',
      'nextcloud/user_oidc#916',
      'oauth2-proxy/oauth2-proxy#1663',
    ),
  },
  {
    id: 'openid-scope-missing',
    ref: 'D24',
    section: 'C',
    see: 'No ID token comes, or userinfo is refused, because “openid” was not asked for.',
    sides: ['app', 'provider'],
    explains: [
      { codes: ['openid-scope-missing'], weight: 0.97 },
      {
        codes: ['token-id-token-missing', 'userinfo-refused'],
        weight: 0.95,
        when: (facts) => facts.connection !== undefined && !facts.connection.client.scopes.includes('openid'),
        condition: 'the scopes do not hold openid',
      },
      {
        codes: ['userinfo-refused'],
        weight: 0.9,
        when: (facts) => /openid/i.test(words(facts)) || error(facts) === 'insufficient_scope',
        condition: 'the answer names the scope openid, or says that the scope is insufficient',
      },
    ],
    entails: ['no-id-token', 'userinfo-refused'],
    keys: [
      { text: 'no openid scope', weight: 0.93 },
      { text: ['scope', 'must', 'openid'], weight: 0.75 },
      { text: "scope 'openid' is required", weight: 0.92 },
      { text: 'openid scope is required', weight: 0.92 },
      { text: 'openid scope is missing', weight: 0.93 },
      { text: "missing the 'openid' scope", weight: 0.96 },
      { text: 'missing the openid scope', weight: 0.96 },
      { text: ['openid scope', 'required'], weight: 0.6 },
      { text: 'missing openid scope', weight: 0.93 },
    ],
    tell: (facts) =>
      facts.data['left_out'] === 'openid' ||
      (facts.connection?.client.scopes.includes('openid') ?? facts.product === 'authentik')
        ? openidDropped(facts)
        : {
            side: 'app',
            title: 'The app does not ask for “openid”',
            cause: `Without the scope openid the login is plain OAuth 2.0: no ID token, and ${provider(facts)} refuses userinfo.`,
            fix: {
              text: `Add openid to ${appSetting(facts, 'scopes')} of ${app(facts)}.`,
              setting: appSetting(facts, 'scopes'),
              ...scopesAs(
                facts,
                'value',
                [
                  'openid',
                  ...(facts.connection?.client.scopes ?? ['profile', 'email']).filter((s) => s !== 'openid'),
                ].join(' '),
              ),
              ...scopesAs(facts, 'current', facts.connection?.client.scopes.join(' ')),
              ...appDeliverable(facts),
              ...(facts.connection?.app.entry.scopes && !facts.connection.app.entry.scopes.includes('openid')
                ? { workspace_path: `apps.${facts.connection.app.id}.scopes` }
                : {}),
            },
          },
    seen: threads('authelia/authelia#9684'),
  },
  {
    id: 'consent-every-time',
    ref: 'D25',
    section: 'C',
    see: 'The provider asks for consent at every login.',
    sides: ['app', 'provider'],
    explains: [],
    keys: [
      { text: ['consent', 'always'], weight: 0.55 },
      { text: ['consent', 'every login'], weight: 0.75 },
      { text: ['asked for consent', 'again'], weight: 0.7 },
      { text: ['consent', 'every time'], weight: 0.75 },
      { text: ['consent', 'each login'], weight: 0.7 },
      { text: ['offline_access', 'consent'], weight: 0.6 },
    ],
    tell: (facts) => ({
      side: 'app',
      title: 'Consent is asked for every time',
      cause: `offline_access forces explicit consent at ${provider(facts)}, regardless of the client’s settings; other scopes than the remembered ones do so as well.`,
      fix: {
        text: `Drop offline_access from the scopes of ${app(facts)} if it needs no refresh, and set how long consent is remembered at ${clientPlace(facts)}.`,
        setting: facts.product === 'authelia' ? 'consent_mode' : 'scopes',
        ...known('value', facts.product === 'authelia' ? 'pre-configured' : undefined),
        ...(facts.connection ? { workspace_path: `apps.${facts.connection.app.id}.consent` } : {}),
      },
    }),
    seen: [
      docs('Authelia FAQ', 'https://www.authelia.com/integration/openid-connect/frequently-asked-questions/'),
      thread('projectnessie/nessie#10830'),
    ],
  },
  {
    id: 'response-type-refused',
    section: 'C',
    see: 'The provider refuses the response type “code”, or does not announce it.',
    sides: ['provider'],
    explains: [
      { codes: ['response-type-refused', 'metadata-code-flow-missing'], weight: 0.92 },
      {
        codes: CALLBACK_ERROR,
        weight: 0.92,
        when: (facts) => /^(unsupported_response_type|unauthorized_client)$/.test(error(facts)),
        condition: 'the error is unsupported_response_type or unauthorized_client',
      },
    ],
    keys: [
      { text: 'unsupported_response_type', weight: 0.85 },
      { text: 'standard flow is disabled for the client', weight: 0.93 },
      { text: 'client is not allowed to initiate browser login', weight: 0.9 },
    ],
    tell: (facts) => {
      const asked = datum(facts, 'asked');
      if (asked !== undefined)
        return {
          side: 'provider',
          title: `The client may not get the ${asked} that the app asks for`,
          cause: `${capital(app(facts))} asks for the response type ${asked} (the hybrid or implicit flow), which is off for this client.`,
          fix: {
            text: `Set ${app(facts)} to the response type code. If it has no such setting, allow ${asked === 'id_token' ? 'ID tokens' : asked} under “Implicit grant and hybrid flows” on ${clientPlace(facts)}.`,
            setting: 'response_types',
            value: 'code',
            ...known('current', asked),
          },
        };
      return {
        side: 'provider',
        title: 'The code flow is not allowed for this client',
        cause: `${capital(provider(facts))} does not offer the response type code${datum(facts, 'error') ? ` to this client (${datum(facts, 'error')})` : ''}.`,
        fix: {
          text: `Allow the authorization code flow (response type code) on ${clientPlace(facts)}${facts.product === 'keycloak' ? ': switch “Standard flow” on' : ''}.`,
          setting: facts.product === 'keycloak' ? 'Standard flow' : 'response_types',
          value: facts.product === 'keycloak' ? 'On' : 'code',
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('RFC 6749, error response', 'RFC 6749 §4.1.2.1')],
  },
  {
    id: 'demand-not-met',
    section: 'C',
    see: 'The provider demands something of every request that the app does not do.',
    sides: ['provider'],
    explains: [{ codes: ['provider-demands-more'], weight: 0.94 }],
    entails: ['authorization-refused', 'redirect-not-registered', 'test-callback-refused'],
    keys: [
      { text: 'pushed authorization requests are enforced', weight: 0.95 },
      { text: 'pushed authorization requests are required', weight: 0.95 },
      { text: 'pushed authorization request is only allowed', weight: 0.95 },
      { text: 'pushed authorization request must be used', weight: 0.95 },
    ],
    tell: (facts) => {
      const demand = datum(facts, 'demand') ?? (facts.findings.length === 0 ? 'pushed-request' : undefined);
      const listed =
        demand !== undefined && Object.hasOwn(DEMANDED, demand) ? DEMANDED[demand as Demand] : undefined;
      const what = listed?.what ?? `“${datum(facts, 'field') ?? demand ?? 'something'}”`;
      const setting =
        (facts.product && listed?.settings[facts.product]) ?? listed?.settings.any ?? datum(facts, 'field');
      const announced = datum(facts, 'field');
      return {
        side: 'provider',
        title: `The provider demands ${what}`,
        cause: `${capital(provider(facts))} ${announced ? `announces (${announced})` : 'says'} that it takes only requests with ${what}, and ${app(facts)} sends none${facts.connection?.app.entry.kind === 'custom' ? ' as far as is known; the test login sends none either' : ''}.`,
        fix: {
          text: `Switch this demand off for ${clientPlace(facts)}${announced ? `, or for the whole of ${provider(facts)} if it stands there` : ''}.`,
          ...known('setting', setting),
          ...known(
            'value',
            demand === 'pushed-request' || demand === 'request-object'
              ? facts.product === 'keycloak'
                ? 'Off'
                : 'false'
              : undefined,
          ),
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [
      rule('RFC 9126 §5'),
      rule('RFC 9101 §10.5'),
      code(
        'Authelia: pushed requests enforced for a client',
        'authelia/authelia internal/oidc/errors.go@v4.39.20',
      ),
      code('Keycloak: authorization endpoint checks', 'keycloak/keycloak AuthorizationEndpointChecker.java'),
      code(
        'oidc-provider: request object',
        'panva/node-oidc-provider lib/actions/authorization/process_request_object.js',
      ),
    ],
  },
  {
    id: 'interaction-required',
    section: 'C',
    see: 'The callback carries login_required, consent_required or interaction_required.',
    sides: ['app'],
    explains: [
      {
        codes: CALLBACK_ERROR,
        weight: 0.8,
        when: (facts) =>
          /^(login_required|consent_required|interaction_required|account_selection_required)$/.test(
            error(facts),
          ),
        condition: 'the error asks for interaction',
      },
    ],
    keys: [
      { text: 'requires end-user authentication', weight: 0.75 },
      { text: 'requires end-user consent', weight: 0.75 },
      { text: 'requires end-user interaction of some form', weight: 0.75 },
      { text: 'error=login_required', weight: 0.8 },
      { text: "the 'prompt' type of 'none' was requested but", weight: 0.93 },
      { text: 'error=consent_required', weight: 0.8 },
      { text: 'error=interaction_required', weight: 0.8 },
    ],
    tell: (facts) =>
      datum(facts, 'prompt') === 'login'
        ? {
            side: 'app',
            title: 'The app asks for a new login each time',
            cause: `The request carried prompt=login, for which ${provider(facts)} wants a password after the request was made. The login that it knows of is older than the request, so it refuses.`,
            fix: {
              text: `Sign in once more from the start, without going back to an older page. If it stays, take prompt=login out of the settings of ${app(facts)}.`,
              setting: 'prompt',
            },
          }
        : {
            side: 'app',
            title: 'The app asked for a silent login',
            cause: `The request carried prompt=none, which forbids ${provider(facts)} to show a page, and nobody was signed in there yet (or consent was missing).`,
            fix: {
              text: `Sign in with the ordinary button. If ${app(facts)} always asks silently, switch its silent or automatic login off.`,
              setting: 'prompt',
            },
          },
    seen: [docs('OpenID Connect Core, authentication error response', 'OpenID Connect Core 1.0 §3.1.2.6')],
  },
  {
    id: 'authorization-refused',
    section: 'C',
    see: 'The provider refuses the authorization request for a reason of its own.',
    sides: ['provider'],
    explains: [
      { codes: CALLBACK_ERROR, weight: 0.45 },
      {
        codes: CALLBACK_ERROR,
        weight: 0.6,
        when: (facts) => error(facts) === 'invalid_request',
        condition: 'the error is invalid_request',
      },
    ],
    keys: [
      { text: 'error=invalid_request', weight: 0.4 },
      {
        text: 'request object',
        weight: 0.5,
        without: ['pushed authorization', 'is required', 'unsupported'],
      },
    ],
    tell: (facts) => {
      const said = datum(facts, 'error_description', 'description', 'text', 'excerpt');
      return {
        side: 'provider',
        title: `${capital(provider(facts))} refused the login request`,
        cause: `It answered ${error(facts) || 'with an error page'}${said ? `: “${said.slice(0, 200)}”` : ', without saying why'}.`,
        fix: {
          text: `Look at ${provider(facts)}'s log at the time of the login; it names the parameter it did not like. Compare ${clientPlace(facts)} with the export.`,
          ...providerDeliverable(facts),
        },
      };
    },
    seen: [docs('RFC 6749, error response', 'RFC 6749 §4.1.2.1')],
  },
  {
    id: 'pkce-not-announced',
    section: 'C',
    see: 'The provider announces no PKCE, or only the plain method.',
    sides: ['provider'],
    explains: [{ codes: ['pkce-not-announced', 'pkce-plain-only'], weight: 0.6 }],
    keys: [],
    tell: (facts) => ({
      side: 'provider',
      title: 'PKCE with S256 is not announced',
      cause: `The discovery document of ${provider(facts)} does not list S256 under code_challenge_methods_supported. Apps that look there send no PKCE, or a weaker one.`,
      fix: {
        text: `Nothing has to change for this login. Update ${provider(facts)}, or switch S256 on there, for the added protection.`,
        setting: 'code_challenge_methods_supported',
        value: 'S256',
      },
    }),
    seen: [docs('RFC 9700, OAuth 2.0 security', 'RFC 9700 §2.1')],
  },
  {
    id: 'mixed-up-answer',
    section: 'C',
    see: 'The callback names another issuer than the one that was asked, or none although one is announced.',
    sides: ['provider', 'proxy'],
    explains: [
      { codes: ['callback-iss-wrong'], weight: 0.8 },
      { codes: ['callback-iss-missing'], weight: 0.75 },
    ],
    keys: [
      { text: 'unexpected "iss" (issuer) response parameter value', weight: 0.9 },
      { text: 'response parameter "iss" (issuer) missing', weight: 0.9 },
      { text: 'iss missing from the response', weight: 0.85 },
      { text: 'iss mismatch, expected', weight: 0.8 },
    ],
    tell: (facts) => ({
      side: 'provider',
      title: 'The answer does not come from the issuer that was asked',
      cause: `The callback ${datum(facts, 'actual') ? `names the issuer ${datum(facts, 'actual')}` : 'carries no issuer although the provider announces one (RFC 9207)'}${datum(facts, 'expected') ? `; ${datum(facts, 'expected')} was asked` : ''}. Strict apps take that for a mix-up attack.`,
      fix: {
        text: `Reach ${provider(facts)} under one public address only, and update it if iss is missing.`,
        setting: 'issuer',
        ...known('value', datum(facts, 'expected') ?? facts.connection?.provider_metadata.issuer),
        ...known('current', datum(facts, 'actual')),
      },
    }),
    seen: [docs('RFC 9207, issuer identification', 'RFC 9207 §2.4')],
  },
  {
    id: 'callback-malformed',
    section: 'C',
    see: 'The browser comes back, but the answer is not a proper one.',
    sides: ['provider', 'proxy'],
    explains: [
      { codes: ['callback-parameter-repeated', 'callback-without-code'], weight: 0.8 },
      { codes: ['callback-state-wrong'], weight: 0.55 },
      { codes: ['callback-in-fragment'], weight: 0.85 },
    ],
    keys: [],
    tell: (facts) => {
      const fragment = facts.findings.some((finding) => finding.code === 'callback-in-fragment');
      const state = facts.findings.find((finding) => finding.code === 'callback-state-wrong');
      const without = state?.data['wrong_state'] === 0 && state.data['missing_state'] !== 0;
      return {
        side: 'provider',
        title: fragment ? 'The provider answers in the fragment' : 'The answer to the login is malformed',
        cause: fragment
          ? `The browser came back without parameters: ${provider(facts)} put the answer behind “#”, where no server can see it.`
          : state
            ? without
              ? `An answer came without the state that was sent, so it can't be told from a forged one. ${capital(provider(facts))}, or something between it and the browser, dropped it.`
              : 'An answer came whose state is not the one that was sent. It belongs to another tab or an older login, or something rewrote it.'
            : 'The answer carries a parameter twice, or neither a code nor an error. Something between the provider and the browser rewrites the address.',
        fix: {
          text: fragment
            ? `Set response mode query and response type code on ${clientPlace(facts)}.`
            : `Start the login afresh in one tab. If it stays, look for a proxy or an extension that rewrites query strings.`,
          ...(fragment ? { setting: 'response_modes', value: 'query', ...providerDeliverable(facts) } : {}),
        },
      };
    },
    seen: [docs('RFC 6749, authorization response', 'RFC 6749 §4.1.2')],
  },
  {
    id: 'login-not-finished',
    section: 'C',
    see: 'The browser never came back in time, or the login was cancelled.',
    sides: ['provider', 'host'],
    explains: [
      { codes: ['callback-timed-out'], weight: 0.6 },
      { codes: ['callback-cancelled'], weight: 0.7 },
    ],
    keys: [{ text: 'authentication_expired', weight: 0.93 }],
    tell: (facts) => {
      const cancelled = facts.findings.some((finding) => finding.code === 'callback-cancelled');
      if (datum(facts, 'by') === 'person')
        return {
          side: 'host',
          title: 'The login window was closed before the login ended',
          cause: `${capital(app(facts))} reports that the person cancelled. That is also what it says if the page of ${provider(facts)} showed an error and was closed, or did not lead back to ${app(facts)}.`,
          fix: {
            text: `Log in once more and look at the last page in the window. If it is an error page, paste its text here; if it stays at ${provider(facts)}, compare the redirect URI of ${clientPlace(facts)} with the one that ${app(facts)} sends.`,
          },
        };
      return {
        side: cancelled ? 'host' : 'provider',
        title: cancelled ? 'The login was cancelled' : 'The login was not finished',
        cause: cancelled
          ? 'The test login was stopped before the browser came back. Nothing is known beyond that.'
          : `Nobody came back from ${provider(facts)} in time. Either the login was left at its page, or its page shows an error, or its Content-Security-Policy (form-action) keeps the browser from going to 127.0.0.1.`,
        fix: {
          text: cancelled
            ? 'Run the test login again.'
            : `Run the test login again and look at what ${provider(facts)} shows. If it is an error page, paste its text while the login waits (“I see an error page”, or into the terminal): its cause is told then.`,
        },
      };
    },
    seen: [docs('RFC 8252, OAuth 2.0 for native apps', 'RFC 8252 §7.3')],
  },
];
