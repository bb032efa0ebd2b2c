import { clientsOf } from '../../client/further.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { clientSecretOf } from '../client-secret.ts';
import type { Deliverable } from '../types.ts';
import { renderBlueprint } from './blueprint.ts';
import { authentikDialectAt } from './dialect.ts';
import { renderAuthentikGuide } from './guide.ts';
import { objectNames } from './values.ts';

/**
 * authentik's side: for each app a blueprint, and for each of its clients a guide; both have the same result. One
 * blueprint holds all clients of an app, so that one import narrows the access to all of them. Throws if the bag lacks
 * the secret of a client that has one.
 */
export function renderAuthentikProvider(
  connections: readonly Connection[],
  secrets: SecretBag,
): Deliverable[] {
  return connections.flatMap((connection) => {
    const dialect = authentikDialectAt(connection.provider.version.effective).value;
    const clients = clientsOf(connection).map((one) => ({
      connection: one,
      names: objectNames(one),
      secret: clientSecretOf(one, secrets),
    }));
    return [
      ...clients.map((one) => renderAuthentikGuide(one.connection, dialect, one.names, one.secret)),
      renderBlueprint(clients, dialect),
    ];
  });
}
