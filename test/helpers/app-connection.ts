import { deriveConnection } from '../../shared/client/derive.ts';
import { clientsOf } from '../../shared/client/further.ts';
import type { Connection } from '../../shared/client/types.ts';
import type { SecretBag } from '../../shared/secrets.ts';
import type { AppEntry, AppKind, ProviderEntry } from '../../shared/workspace/types.ts';

/** What a test sets for an app; only its kind is required. */
export type AppGiven = Partial<AppEntry> & { readonly kind: AppKind };

/** Creates the connection of one app (id = its kind) to one provider called `home`. */
export function connect(app: AppGiven, provider: Partial<ProviderEntry> = {}): Connection {
  return deriveConnection(
    {
      latchkey: 1,
      id: 'test',
      providers: {
        home: { kind: 'authelia', url: 'https://auth.example.com', version: '4.39', ...provider },
      },
      apps: { [app.kind]: { url: `https://${app.kind}.example.com`, provider: 'home', ...app } },
    },
    app.kind,
    `${app.kind}-client`,
  );
}

/** A bag that holds this one client secret; a further client of the app has one that begins with it. */
export const bagOf = (connection: Connection, client_secret: string, app_secret?: string): SecretBag => ({
  clients: Object.fromEntries(
    clientsOf(connection).map(({ key, used_by, client }) => [
      key,
      {
        client_id: client.client_id,
        client_secret: used_by === undefined ? client_secret : `${client_secret}${key}`,
        ...(app_secret === undefined || used_by !== undefined ? {} : { app_secret }),
      },
    ]),
  ),
  providers: {},
});
