import type { FurtherClient } from '../catalog/types.ts';
import { idTokenClaims, planClaims } from './claims.ts';
import type { BareConnection } from './notices.ts';
import { madeByProvider, pendingClientId } from './pending.ts';
import type { Connection, UnwantedClient } from './types.ts';
import { normaliseUrl, redirectUri } from './url.ts';

/** Client ids by the key of their client. */
export type ClientIds = Readonly<Record<string, string>>;

/** All clients of an app, the one of its own login first. */
export const clientsOf = (connection: Connection): readonly Connection[] => [
  connection,
  ...connection.further_clients,
];

/** OpenID Connect Dynamic Client Registration 1.0 §2: a program on the machine of the person is `native`. */
export const applicationType = ({ used_by, client }: Connection): 'web' | 'native' =>
  used_by !== undefined && client.redirect_uris.every((uri) => !uri.startsWith('https:')) ? 'native' : 'web';

/** The key of an app's further client. */
export const furtherKey = (app: string, name: string): string => `${app}_${name}`;

/** At most 50 characters, as slugs are. */
const furtherSlug = (slug: string, name: string): string => `${slug.slice(0, 49 - name.length)}_${name}`;

/**
 * The id of a further client: the one that its program always has, the known one, what the provider makes, or the app's
 * own id with its name. Letters and digits, as every id that is made here.
 */
function furtherId(main: BareConnection, one: FurtherClient, ids: ClientIds): string {
  const { provider, client } = main;
  const known = one.client_id ?? ids[furtherKey(main.app.id, one.name)];
  if (known !== undefined) return known;
  return madeByProvider(provider.traits.value, one.token_endpoint_auth_method).includes('client_id')
    ? pendingClientId(provider.definition.name, furtherKey(main.app.id, one.name))
    : `${client.client_id.slice(0, 100 - one.name.length)}${one.name}`;
}

/**
 * The further clients of an app, from the connection of its main one. Who may sign in, consent and how access tokens are
 * signed are the app's; everything else is the client's own.
 */
export function furtherClients(
  main: BareConnection,
  ids: ClientIds,
): Pick<Connection, 'further_clients' | 'unwanted_clients'> {
  const { app, provider } = main;
  const declared =
    app.definition.furtherClients?.(app.entry, provider.entry.kind, app.version.effective) ?? [];
  return {
    further_clients: declared.filter((one) => one.wanted).map((one) => furtherClient(main, one, ids)),
    unwanted_clients: declared
      .filter((one) => !one.wanted)
      .map(
        (one): UnwantedClient => ({
          key: furtherKey(app.id, one.name),
          client_id: furtherId(main, one, ids),
          client_name: furtherName(main, one),
          slug: furtherSlug(app.slug, one.name),
        }),
      ),
  };
}

const furtherName = ({ client }: BareConnection, { title }: FurtherClient): string =>
  `${client.client_name} (${title})`;

function furtherClient(main: BareConnection, one: FurtherClient, ids: ClientIds): Connection {
  const { app, provider, client } = main;
  const base = normaliseUrl(app.entry.url);
  const slug = furtherSlug(app.slug, one.name);
  const client_id = furtherId(main, one, ids);
  const version = app.version.effective;
  const { metadata, assumed } = provider.definition.metadata(
    provider.entry,
    slug,
    provider.version.effective,
    client_id,
  );
  const scopes = [...new Set(one.scopes ?? client.scopes)];
  const claims = planClaims(
    app.definition,
    app.entry,
    version,
    app.traits.value.claims_from,
    scopes,
    provider.traits.value,
  );
  const enforceable = ['per-client', 'always'].includes(provider.traits.value.pkce_enforcement);
  return {
    workspace: main.workspace,
    provider,
    app: { ...app, slug },
    key: furtherKey(app.id, one.name),
    used_by: one.title,
    client: {
      client_id,
      client_name: furtherName(main, one),
      client_uri: client.client_uri,
      redirect_uris: base ? [...new Set(one.redirect_paths.map((path) => redirectUri(base, path)))] : [],
      token_endpoint_auth_method: one.token_endpoint_auth_method,
      grant_types: scopes.includes('offline_access')
        ? ['authorization_code', 'refresh_token']
        : ['authorization_code'],
      response_types: ['code'],
      scopes,
      id_token_signed_response_alg: client.id_token_signed_response_alg,
      ...(client.access_token_signed_response_alg === undefined
        ? {}
        : { access_token_signed_response_alg: client.access_token_signed_response_alg }),
    },
    further_clients: [],
    unwanted_clients: [],
    provider_metadata: metadata,
    assumed_metadata: assumed,
    pkce: { app_uses: one.sends_pkce, require: one.sends_pkce && enforceable },
    claims,
    id_token_claims: idTokenClaims(claims, app, scopes, provider.traits.value),
    needs_verified_email: claims.some((plan) => plan.remedy === 'verify-email'),
    access: main.access,
    consent: main.consent,
    notices: [],
  };
}
