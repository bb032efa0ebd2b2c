import { canParseUrl } from '../can-parse-url.ts';
import type { Notice } from '../catalog/types.ts';
import { type KnownVersions, openPatches, type ResolvedVersion } from '../version.ts';
import { textSetting } from '../workspace/setting.ts';
import { redirectUriObjection } from '../workspace/url-rules.ts';
import { madeByProvider, pendingClientId } from './pending.ts';
import { clientRequest } from './request.ts';
import { isProduct } from './resolve.ts';
import type { Connection, ResolvedProvider } from './types.ts';
import { isAnyPort, isLoopbackHost, normaliseUrl } from './url.ts';

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** A connection before anything was said about it. */
export type BareConnection = Omit<Connection, 'notices'>;

/** What to tell the user about a connection before anything is applied, errors first. */
export function connectionNotices(connection: BareConnection): Notice[] {
  const { provider, app } = connection;
  // What follows from a kind of which nothing is known would only hide the reason.
  if (app.definition.is_undescribed)
    return [...app.definition.notices(app.entry, app.version.effective, provider.entry.kind)];
  const notices = [
    ...editionNotices(connection),
    ...versionNotices(connection),
    ...addressNotices(connection),
    ...setupNotices(connection),
    ...profileAddressNotices(connection),
    ...clientNotices(connection),
    ...claimNotices(connection),
    ...below(`apps.${app.id}`, app.definition.notices(app.entry, app.version.effective, provider.entry.kind)),
    ...below(
      `apps.${app.id}`,
      provider.definition.clientNotices?.(
        clientRequest(connection),
        provider.entry,
        provider.version.effective,
      ) ?? [],
    ),
    ...furtherNotices(connection),
    ...below(
      `providers.${provider.id}`,
      provider.definition.notices?.(provider.entry, provider.version.effective) ?? [],
    ),
  ];
  return notices.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** Makes the paths of catalog notices, which are relative to the entry, relative to the root of the file. */
const below = (prefix: string, notices: readonly Notice[]): Notice[] =>
  notices.map((notice) =>
    notice.path === undefined ? notice : { ...notice, path: `${prefix}.${notice.path}` },
  );

/**
 * The reason why this app can be neither set up nor tested as it is stated: its edition has no single sign-on,
 * no redirect URI is known or an address is not its own, or its profile can't be read. Undefined if there is none.
 */
export const obstacleOf = (connection: Connection): Notice | undefined =>
  connection.notices.find(
    ({ code }) =>
      code === 'app-edition-without-sso' ||
      code === 'redirect-uri-missing' ||
      code === 'address-unfit' ||
      code === 'app-profile-missing',
  );

/** True if this edition of the app has no single sign-on at all. */
export const hasNoSso = (connection: Connection): boolean =>
  connection.notices.some((notice) => notice.code === 'app-edition-without-sso');

/**
 * Why nothing at all is written for these connections: some can't be set up yet, and files beside theirs would look
 * finished. Names each of them; `obstacleOf` says why. An edition without single sign-on stops nothing.
 */
export function stoppedBy(connections: readonly Connection[]): string | undefined {
  const ids = connections.filter((one) => obstacleOf(one) && !hasNoSso(one)).map(({ app }) => app.id);
  if (ids.length === 0) return undefined;
  const shown = ids.length > 6 ? [...ids.slice(0, 5), `${ids.length - 5} more`] : ids;
  return `Nothing was written, because ${ids.length === 1 ? 'an app' : `${ids.length} apps`} can’t be set up yet: ${shown.join(', ')}. Mend that first, or write the other apps one by one.`;
}

function editionNotices({ app }: BareConnection): Notice[] {
  const editions = app.definition.editions;
  if (!editions) return [];
  const path = `apps.${app.id}.edition`;
  if (app.entry.edition === undefined) {
    const without = editions.find((edition) => !edition.supported);
    return without
      ? [
          {
            code: 'app-edition-not-stated',
            severity: 'warning',
            side: 'app',
            path,
            message: `${app.definition.name} has single sign-on only in ${editions.find((edition) => edition.supported)?.name}; the workspace does not say which edition runs.`,
            fix: `Write edition: ${editions.map((edition) => edition.id).join(' or edition: ')} beside the app.`,
            on_screen: {
              message: `${app.definition.name} has single sign-on only in ${editions.find((edition) => edition.supported)?.name}.`,
              fix: 'Choose the edition that runs.',
            },
          },
        ]
      : [];
  }
  const edition = editions.find((candidate) => candidate.id === app.entry.edition);
  if (!edition || edition.supported) return [];
  return [
    {
      code: 'app-edition-without-sso',
      severity: 'error',
      side: 'app',
      path,
      message: edition.reason ?? `${edition.name} of ${app.definition.name} has no single sign-on.`,
      fix: `Put a proxy with forward authentication in front of it, or run ${editions.find((other) => other.supported)?.name ?? 'an edition'} of ${app.definition.name}, which has single sign-on.`,
    },
  ];
}

function versionNotices({ provider, app }: BareConnection): Notice[] {
  const one = (
    side: 'provider' | 'app',
    id: string,
    name: string,
    version: ResolvedVersion,
    known: KnownVersions,
  ): Notice[] => {
    const path = `${side}s.${id}.version`;
    switch (version.status) {
      case 'known': {
        const open = openPatches(version, known);
        return open.length === 0
          ? []
          : [
              {
                code: 'version-without-patch',
                severity: 'warning',
                side,
                path,
                message: `${name} ${version.effective} without its patch counts as ${version.effective}.0; ${open.join(' and ')} ${open.length === 1 ? 'differs' : 'differ'} from that.`,
                fix: `Write the whole version that yours shows, such as "${open.at(-1)}".`,
              },
            ];
      }
      case 'not-stated':
        return [
          {
            code: 'version-not-stated',
            severity: 'info',
            side,
            path,
            message: `The version of ${name} is not stated, so the newest known one, ${version.effective}, is assumed.`,
            fix: `Write version: "…" beside it to get exactly what yours needs.`,
            on_screen: { fix: 'State the version to get exactly what yours needs.' },
          },
        ];
      case 'too-old':
        return [
          {
            code: 'version-too-old',
            severity: 'error',
            side,
            path,
            message: `${name} ${version.requested} is too old: ${known.tooOld?.reason ?? 'it lacks what is needed.'}`,
            fix: `Upgrade to ${version.effective} or newer. What is written here is for ${version.effective}.`,
          },
        ];
      default:
        return [
          {
            code: 'version-unknown',
            severity: 'warning',
            side,
            path,
            message: `${name} ${version.requested} is ${version.status === 'newer-than-known' ? 'newer' : 'older'} than anything known here; it is treated as ${version.effective}.`,
            fix: `Compare the result with the notes of that version before you apply it.`,
          },
        ];
    }
  };
  return [
    // A kind without its own releases (any conforming issuer, a custom app) has no version to state.
    ...(isProduct(provider.definition)
      ? one('provider', provider.id, provider.definition.name, provider.version, provider.definition.versions)
      : []),
    ...(isProduct(app.definition)
      ? one('app', app.id, app.definition.name, app.version, app.definition.versions)
      : []),
  ];
}

/** A complete block beside a list that exists replaces it, so the way is not chosen without a word. */
function setupNotices({ provider }: BareConnection): Notice[] {
  if (!provider.definition.one_list_of_clients || provider.entry.setup !== undefined) return [];
  return [
    {
      code: 'setup-not-stated',
      severity: 'warning',
      side: 'provider',
      path: `providers.${provider.id}.setup`,
      message: `Does ${called(provider)} already have OpenID Connect clients? The workspace doesn’t say, so the complete block is written, as for one that has none. Loaded beside a list that exists, it replaces that list and locks its apps out.`,
      fix: 'Write setup: existing beside the provider if it has clients, or setup: new if it has none. latchkey render --discover asks it: if it answers with OpenID Connect metadata, it has clients.',
      on_screen: {
        message: `Does ${called(provider)} already have OpenID Connect clients? Nobody has said so yet, so the complete block is written, as for one that has none. Loaded beside a list that exists, it replaces that list and locks its apps out.`,
        fix: 'Answer “Yes” if it has clients, or “No, none yet”.',
      },
    },
  ];
}

function addressNotices(connection: BareConnection): Notice[] {
  const { provider, app, client } = connection;
  const notices: Notice[] = [];
  const providerUrl = normaliseUrl(provider.entry.url);
  const appUrl = normaliseUrl(app.entry.url);
  const providerPath = `providers.${provider.id}.url`;
  const appPath = `apps.${app.id}.url`;

  const needsHttps = provider.traits.value.requires_https;
  const tried = needsHttps === 'beyond-loopback' && providerUrl && isLoopbackHost(providerUrl.hostname);
  if (providerUrl?.scheme === 'http' && needsHttps && !tried) {
    notices.push({
      code: 'provider-needs-https',
      severity: isLoopbackHost(providerUrl.hostname) ? 'warning' : 'error',
      side: 'provider',
      path: providerPath,
      message: `${called(provider)} answers OpenID Connect only over https; ${provider.entry.url} is plain http.`,
      fix: `Put it behind a proxy with a certificate and write its https address.`,
    });
  }
  if (providerUrl && isLoopbackHost(providerUrl.hostname)) {
    notices.push({
      code: 'issuer-unreachable-from-app',
      severity: appUrl && isLoopbackHost(appUrl.hostname) ? 'warning' : 'error',
      side: 'host',
      path: providerPath,
      message: `${providerUrl.hostname} is this machine. Inside a container it is the container itself, so ${app.definition.name} would look for ${called(provider)} there and not find it.`,
      fix: `Use a name that both your browser and the container of ${app.definition.name} resolve to ${called(provider)}, the same on both.`,
    });
  }
  const internal = textSetting(app.entry, 'internal_issuer');
  if (internal !== undefined && internal !== connection.provider_metadata.issuer) {
    notices.push({
      code: 'issuer-unreachable-from-app',
      severity: 'error',
      side: 'host',
      path: `apps.${app.id}.settings.internal_issuer`,
      message: `${app.definition.name} would ask ${internal}, but the tokens name ${connection.provider_metadata.issuer} as their issuer, so it would refuse them.`,
      fix: `Make ${connection.provider_metadata.issuer} reachable from the container (internal DNS or a network alias on the proxy) and leave internal_issuer out.`,
      on_screen: {
        fix: `Make ${connection.provider_metadata.issuer} reachable from the container (internal DNS or a network alias on the proxy) and empty this field.`,
      },
    });
  }
  if (appUrl && appUrl.changes.length > 0 && app.entry.redirect_uris === undefined) {
    notices.push({
      code: 'redirect-uri-normalised',
      severity: 'info',
      side: 'app',
      path: appPath,
      message: `The redirect URI is ${client.redirect_uris.join(', ')}: ${appUrl.changes.join(', ')}, because browsers send it so and providers compare every character.`,
    });
  }
  const test = connection.test_redirect_uri;
  if (test !== undefined && !(canParseUrl(test) && isTestAddress(new URL(test)))) {
    notices.push({
      code: 'test-redirect-not-here',
      severity: 'warning',
      side: 'host',
      path: `apps.${app.id}.test_redirect_uri`,
      message: `The test login waits on this machine, by plain http; an answer sent to ${test} never reaches it.`,
      fix: `Write http://127.0.0.1:8911/callback, or another port.`,
    });
  }
  for (const uri of client.redirect_uris) {
    const parsed = canParseUrl(uri) ? new URL(uri) : undefined;
    if (parsed?.protocol !== 'http:' || isLoopbackHost(parsed.hostname)) continue;
    if (
      client.token_endpoint_auth_method === 'none' &&
      provider.traits.value.http_redirect_refused_for !== 'nobody'
    ) {
      notices.push({
        code: 'http-redirect-with-public-client',
        severity: 'error',
        side: 'app',
        path: appPath,
        message: `${uri} is plain http, and ${called(provider)} refuses that for a client without a secret.`,
        fix: `Serve ${app.definition.name} over https, or use a client with a secret.`,
      });
    } else {
      notices.push({
        code: 'app-plain-http',
        severity: 'warning',
        side: 'app',
        path: app.entry.redirect_uris === undefined ? appPath : `apps.${app.id}.redirect_uris`,
        message: `${app.definition.name} is reached over plain http: the sign-in code and the session cookie can be read on the way.`,
        fix: `Serve it over https if anyone but you can reach that network.`,
      });
    }
    break;
  }
  return notices;
}

/**
 * Returns true if a test login can listen at this URL. Same hosts as `testRedirect` in the diagnosis code.
 */
const isTestAddress = (url: URL): boolean =>
  url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/**
 * What an app's profile and the settings made together: such an address gets the login or the person, so it must be
 * the app's own, and hold to what redirect URIs of the workspace hold to.
 */
function profileAddressNotices({ app, client, further_clients, launch_url }: BareConnection): Notice[] {
  if (app.definition.profile === undefined) return [];
  const own = normaliseUrl(app.entry.url)?.hostname;
  const addresses = [
    ...(app.entry.redirect_uris === undefined ? client.redirect_uris : []),
    // A program of the app waits on the machine of the person.
    ...further_clients.flatMap((one) =>
      one.client.redirect_uris.filter((uri) => !isLoopbackAddress(uri) || uri.includes('*')),
    ),
    ...(client.post_logout_redirect_uris ?? []),
    client.backchannel_logout_uri,
    client.frontchannel_logout_uri,
    launch_url?.replace(/#.*$/, ''),
  ];
  return addresses.flatMap((address): Notice[] => {
    if (address === undefined) return [];
    const isElsewhere =
      /^https?:/i.test(address) && canParseUrl(address) && new URL(address).hostname !== own;
    const message = isElsewhere
      ? `${address} is not an address of ${app.definition.name}.`
      : address.includes('*')
        ? `${address} has a * in it, which some providers take for any text.`
        : redirectUriObjection(address)?.message;
    return message === undefined
      ? []
      : [
          {
            code: 'address-unfit',
            severity: 'error',
            side: 'app',
            path: `apps.${app.id}.settings`,
            message: `${message} It was made from the profile and the settings of ${app.definition.name}.`,
            fix: 'Correct the setting that stands in it, or its default in the profile.',
          },
        ];
  });
}

function clientNotices(connection: BareConnection): Notice[] {
  const { provider, app, client } = connection;
  const notices: Notice[] = [];
  const traits = provider.traits.value;
  const where = (key: string) => `apps.${app.id}.${key}`;

  if (client.redirect_uris.length === 0) {
    const later = app.definition.laterRedirect?.(app.entry, app.version.effective);
    notices.push({
      code: 'redirect-uri-missing',
      severity: 'error',
      side: 'app',
      path: where('redirect_uris'),
      ...(later === undefined
        ? {
            message: `No redirect URI is known for ${app.definition.name}.`,
            fix: "Copy the callback address from the app's settings into redirect_uris, or its path into settings.redirect_paths.",
            on_screen: { fix: 'Copy the callback address from the app’s settings to this field.' },
          }
        : {
            message: `${app.definition.name} makes its redirect URI itself, once the provider is entered there. ${later.shown}`,
            fix: `Write it into redirect_uris, such as ${later.example}; then write the provider’s side.`,
            on_screen: {
              fix: `Copy it to this field, such as ${later.example}; then do the provider’s side.`,
            },
          }),
    });
  }
  if (!traits.token_endpoint_auth_methods.includes(client.token_endpoint_auth_method)) {
    notices.push({
      code: 'auth-method-not-offered',
      severity: 'error',
      side: 'provider',
      path: where('token_endpoint_auth_method'),
      message: `${called(provider)} does not offer ${client.token_endpoint_auth_method}.`,
      fix: `Choose one of ${traits.token_endpoint_auth_methods.join(', ')}.`,
    });
  }
  const appMethod = app.traits.value.token_endpoint_auth_method;
  if (
    connection.used_by === undefined &&
    client.token_endpoint_auth_method !== appMethod &&
    !app.traits.value.tries_other_auth_method &&
    traits.enforces_auth_method
  ) {
    notices.push({
      code: 'auth-method-differs',
      severity: 'error',
      side: 'app',
      path: where('token_endpoint_auth_method'),
      message: `${app.definition.name} ${app.version.effective} sends its secret by ${appMethod}; registered as ${client.token_endpoint_auth_method} it would be refused.`,
      fix: `Leave token_endpoint_auth_method out, or write ${appMethod}.`,
      on_screen: { fix: `Choose ${appMethod}, as the app does.` },
    });
  }
  if (connection.pkce.require && !connection.pkce.app_uses) {
    notices.push({
      code: 'pkce-required-but-not-sent',
      severity: 'error',
      side: 'app',
      path: where('require_pkce'),
      message: `PKCE is required, but ${app.definition.name} ${app.version.effective} at ${app.entry.url} does not send it.`,
      fix: `Leave require_pkce out${app.traits.value.pkce === 'S256-https' ? ', or serve the app over https' : ''}.`,
      on_screen: {
        fix: `Don’t demand PKCE${app.traits.value.pkce === 'S256-https' ? ', or serve the app over https' : ''}.`,
      },
    });
  }
  if (client.token_endpoint_auth_method === 'none' && !connection.pkce.app_uses) {
    const refused = traits.pkce_enforcement === 'per-client';
    notices.push({
      code: 'public-client-without-pkce',
      severity: refused ? 'error' : 'warning',
      side: 'app',
      path: where('token_endpoint_auth_method'),
      message: refused
        ? `${app.definition.name} has no secret and sends no PKCE; ${called(provider)} refuses such a client unless told otherwise.`
        : `${app.definition.name} has no secret and sends no PKCE, so whoever sees a sign-in code can use it.`,
      fix: `Have the app use PKCE with S256, or give it a secret: client_secret_basic or client_secret_post.`,
    });
  }
  if (traits.pkce_enforcement === 'always' && !connection.pkce.app_uses) {
    const way = provider.definition.profile?.without_pkce;
    notices.push({
      code: 'pkce-demanded-by-provider',
      severity: way === undefined ? 'error' : 'warning',
      side: 'provider',
      message: `${called(provider)} demands PKCE of every client, and ${app.definition.name} ${app.version.effective} sends none.`,
      fix: way ?? 'Use a version of the app that sends PKCE with S256, or another provider.',
    });
  }
  if (traits.grants_by_group && connection.access.groups.length === 0) {
    notices.push({
      code: 'provider-needs-groups',
      severity: 'error',
      side: 'provider',
      path: where('groups'),
      message: `${called(provider)} lets nobody in to a client before a group is named for it.`,
      fix: 'Write groups: with at least one group of the provider beside the app.',
      on_screen: { fix: 'Name at least one group of the provider.' },
    });
  }
  notices.push(...madeNotices(connection));
  if (client.access_token_signed_response_alg !== undefined && !provider.definition.sets_access_token_alg) {
    notices.push({
      code: 'access-token-alg-not-applied',
      severity: 'info',
      side: 'provider',
      path: where('access_token_signed_response_alg'),
      message: `${called(provider)} signs all access tokens alike, so access_token_signed_response_alg changes nothing there.`,
      on_screen: {
        message: `${called(provider)} signs all access tokens alike, so how they shall be signed changes nothing there.`,
      },
    });
  }
  const special = /[^A-Za-z0-9]/.test(client.client_id);
  if (
    special &&
    traits.decodes_basic_credentials === false &&
    client.token_endpoint_auth_method === 'client_secret_basic'
  ) {
    notices.push({
      code: 'client-id-special-characters',
      severity: 'warning',
      side: 'provider',
      path: where('client_id'),
      message: `${called(provider)} ${provider.version.effective} compares HTTP Basic credentials as they arrive; apps that encode the “${/[^A-Za-z0-9]/.exec(client.client_id)?.[0]}” in the client id are refused.`,
      fix: `Use letters and digits only.`,
    });
  }
  if (traits.unknown_scope === 'refused') {
    const known = new Set([...Object.keys(traits.scope_claims), 'openid', 'offline_access']);
    for (const scope of client.scopes.filter((candidate) => !known.has(candidate))) {
      notices.push({
        code: 'scope-unknown-to-provider',
        severity: 'error',
        side: 'provider',
        path: where('scopes'),
        message: `${called(provider)} has no scope “${scope}” by default and refuses a login that asks for it.`,
        fix: `Define the scope “${scope}” there first, or have ${app.definition.name} not ask for it.`,
      });
    }
  }
  if (!client.scopes.includes('openid')) {
    notices.push({
      code: 'openid-scope-missing',
      severity: 'error',
      side: 'app',
      path: where('scopes'),
      message: 'Without the scope “openid” there is no OpenID Connect login.',
      fix: 'Add openid to scopes.',
    });
  }
  return notices;
}

/** True for an address on the machine of the person. */
const isLoopbackAddress = (uri: string): boolean =>
  /^http:/i.test(uri) && canParseUrl(uri) && isLoopbackHost(new URL(uri).hostname);

/** What is said of the app's further clients and not of its own already. None keeps the app's own login from working. */
function furtherNotices(main: BareConnection): Notice[] {
  const { provider, app } = main;
  const own = ownNotices(main).map(({ code }) => code);
  return main.further_clients.flatMap((one): Notice[] => {
    const subject = `The ${one.used_by} of ${app.definition.name}`;
    return [
      ...issuerNotice(main, one, subject),
      ...addressesOfProgram(one, subject),
      ...fixedIdNotice(main, one, subject),
      ...[...ownNotices(one), ...claimNotices(one)]
        .filter(({ code }) => !own.includes(code))
        .map(
          ({ code, severity, side, message, fix, path, source }): Notice => ({
            code: `further-${code}`,
            severity: severity === 'error' ? 'warning' : severity,
            side,
            message: `${subject}: ${message}`,
            // What can be written beside the app is about its own client.
            ...(fix === undefined || path !== undefined ? {} : { fix }),
            ...(source === undefined ? {} : { source }),
          }),
        ),
    ];
  });

  function ownNotices(of: BareConnection): readonly Notice[] {
    return [
      ...clientNotices(of),
      ...(provider.definition.clientNotices?.(
        clientRequest(of),
        provider.entry,
        provider.version.effective,
      ) ?? []),
    ];
  }
}

/** An app knows one issuer. Where each client has another, it refuses what its other programs got. */
function issuerNotice(main: BareConnection, one: BareConnection, subject: string): Notice[] {
  const { provider, app, provider_metadata: metadata } = main;
  if (one.provider_metadata.issuer === metadata.issuer) return [];
  return [
    {
      code: 'further-client-of-another-issuer',
      severity: 'warning',
      side: 'provider',
      message: `${subject} gets tokens of the issuer ${one.provider_metadata.issuer}, because ${called(provider)} gives each client an issuer of its own. ${app.definition.name} knows only ${metadata.issuer} and refuses the others.`,
      fix: 'Leave this program out, or use a provider that has one issuer for all clients.',
    },
  ];
}

/** A program that waits at a port of its choice needs a provider that lets the port differ (RFC 8252 §7.3). */
function addressesOfProgram({ client, provider }: BareConnection, subject: string): Notice[] {
  const any = client.redirect_uris.filter(isAnyPort);
  if (
    any.length === 0 ||
    provider.traits.value.loopback_any_port === true ||
    provider.definition.profile?.hook?.renders === 'authentik'
  )
    return [];
  const known = provider.traits.value.loopback_any_port === false;
  return [
    {
      code: 'further-client-any-port',
      severity: known ? 'warning' : 'info',
      side: 'provider',
      message: `${subject} waits for the answer at ${any.join(' and ')} with a port that changes; ${known ? `${called(provider)} compares the port, so its login ends with an error.` : `whether ${called(provider)} lets the port differ is not known.`}`,
    },
  ];
}

function fixedIdNotice(main: BareConnection, one: BareConnection, subject: string): Notice[] {
  const { provider, app } = main;
  const fixed = app.definition
    .furtherClients?.(app.entry, provider.entry.kind, app.version.effective)
    .some(({ client_id }) => client_id === one.client.client_id);
  const { client } = one;
  if (
    fixed !== true ||
    !madeByProvider(provider.traits.value, client.token_endpoint_auth_method).includes('client_id')
  )
    return [];
  return [
    {
      code: 'further-client-fixed-id',
      severity: 'warning',
      side: 'provider',
      message: `${subject} always uses the client id ${client.client_id}, and ${called(provider)} makes its ids itself, so this program can’t sign in there.`,
      fix: 'Leave this program out, or use a provider that takes a client id.',
    },
  ];
}

/** What the provider makes itself has to be taken back from it. */
function madeNotices({ provider, key, used_by, client }: BareConnection): Notice[] {
  const made = madeByProvider(provider.traits.value, client.token_endpoint_auth_method);
  const name = called(provider);
  return made.map((one) => {
    const what = one === 'client_id' ? 'client id' : 'client secret';
    const read = provider.definition.profile?.take?.[one] ?? `Read it where ${name} shows it.`;
    const open =
      one === 'client_id' &&
      client.client_id === pendingClientId(name, used_by === undefined ? undefined : key);
    return {
      code: `${one.replace('_', '-')}-from-provider`,
      severity: open ? ('warning' as const) : ('info' as const),
      side: 'provider' as const,
      message: `${name} makes the ${what} itself: first do the provider’s side, then bring the ${what} along, then do the app’s side.`,
      fix: `${read} Then on the step Secrets choose “Bring my own”, or hand it to latchkey render --secrets stdin.`,
      on_screen: { fix: `${read} Then choose “Bring my own” at the step Secrets.` },
    };
  });
}

function claimNotices(connection: BareConnection): Notice[] {
  const { provider, app } = connection;
  const notices: Notice[] = [];
  for (const plan of connection.claims) {
    const wanted = `${app.definition.name} ${plan.level === 'required' ? 'needs' : 'reads'} the claim “${plan.claim}”`;
    const severity = plan.level === 'required' ? 'error' : 'info';
    if (plan.remedy !== 'unknown-provider') continue;
    if (provider.entry.kind === 'oidc') {
      notices.push({
        code: 'claim-not-checked',
        severity: 'info',
        side: 'provider',
        message: `${wanted} in the ${place(plan.read_from)}; whether this provider puts it there shows in the test login.`,
      });
    } else if (plan.provided_in.length === 0) {
      notices.push({
        code: 'claim-not-released',
        severity,
        side: 'provider',
        path: `apps.${app.id}.scopes`,
        message: `${wanted}, but none of the scopes it asks for releases it at ${called(provider)}.`,
        fix: `Add the scope that releases “${plan.claim}” (usually “${plan.scope}”), and have the app ask for it.`,
      });
    } else if (!plan.provided_in.includes(plan.read_from)) {
      notices.push({
        code: 'claim-in-the-wrong-place',
        severity,
        side: 'provider',
        message: `${wanted} in the ${place(plan.read_from)}; ${called(provider)} ${provider.version.effective} gives it only in the ${place(plan.provided_in[0]!)}.`,
      });
    } else if (plan.rule === 'verified') {
      notices.push({
        code: 'email-verified-by-user',
        severity: 'warning',
        side: 'provider',
        message: `${app.definition.name} accepts only verified e-mail addresses; ${called(provider)} decides that for each user.`,
        fix: 'Mark the addresses you really control as verified.',
      });
    }
  }
  return notices;
}

/** Returns the product's name, or the id from the workspace for a kind that is not a product. */
const called = ({ definition, id }: ResolvedProvider): string =>
  isProduct(definition) ? definition.name : `“${id}”`;

const place = (name: 'id_token' | 'userinfo'): string =>
  name === 'id_token' ? 'ID token' : 'userinfo answer';
