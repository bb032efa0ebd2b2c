import { clientsOf } from '../../client/further.ts';
import type { Connection } from '../../client/types.ts';
import { type AutheliaParts, autheliaParts, keyEntries } from '../../render/authelia/parts.ts';
import type { YamlEntry } from '../../render/text/yaml-lines.ts';
import type { SecretBag } from '../../secrets.ts';

/** One client of an app, and what it needs in Authelia's configuration. */
export interface PlannedClient extends AutheliaParts {
  readonly app: string;
  /** Of the client: that of its app, for the app's own login. */
  readonly key: string;
  readonly client_id: string;
  /** Keys whose values nobody stated: they are only written into a client that is new. */
  readonly unstated: ReadonlySet<string>;
  /** The app's page calls Authelia from a browser, so its origin has to be allowed. */
  readonly origin?: string;
}

/** What Latchkey wants to see in Authelia's configuration. */
export interface AutheliaPlan {
  readonly clients: readonly PlannedClient[];
  /** Ids of clients that the apps no longer need. */
  readonly unwanted: readonly string[];
  /** `hmac_secret` and `jwks`, if they were made. */
  readonly keys: readonly YamlEntry[];
}

/** The notice by which a profile says that the app's page calls the provider from a browser. */
const CROSS_ORIGIN = 'cross-origin';

/** The same parts as the files of `render`. Throws like those if the bag lacks a digest. */
export function planAuthelia(connections: readonly Connection[], secrets: SecretBag): AutheliaPlan {
  const provider = connections[0]?.provider.id ?? '';
  const own = secrets.providers[provider];
  return {
    clients: connections.flatMap(clientsOf).map((connection) => ({
      ...autheliaParts(connection, secrets),
      app: connection.app.id,
      key: connection.key,
      client_id: connection.client.client_id,
      unstated: unstatedOf(connection),
      ...(connection.notices.some(({ code }) => code === `${connection.app.definition.kind}-${CROSS_ORIGIN}`)
        ? { origin: new URL(connection.app.url).origin }
        : {}),
    })),
    unwanted: connections.flatMap(({ unwanted_clients }) =>
      unwanted_clients.map(({ client_id }) => client_id),
    ),
    keys: own?.hmac_secret === undefined || own.jwks_key === undefined ? [] : keyEntries(provider, secrets),
  };
}

function unstatedOf({ app: { entry } }: Connection): ReadonlySet<string> {
  return new Set([
    ...(entry.client_name === undefined ? ['client_name'] : []),
    ...(entry.consent === undefined ? ['consent_mode', 'pre_configured_consent_duration'] : []),
    ...(entry.policy === undefined && (entry.groups ?? []).length === 0 ? ['authorization_policy'] : []),
  ]);
}
