import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { clientSecretOf } from '../client-secret.ts';
import type { Deliverable } from '../types.ts';
import { renderBlueprint } from './blueprint.ts';
import { authentikDialectAt } from './dialect.ts';
import { renderAuthentikGuide } from './guide.ts';
import { objectNames } from './values.ts';

/**
 * authentik's side: for each app a blueprint and a guide that have the same result. Throws if the bag lacks
 * the secret of a client that has one.
 */
export function renderAuthentikProvider(
  connections: readonly Connection[],
  secrets: SecretBag,
): Deliverable[] {
  return connections.flatMap((connection) => {
    const dialect = authentikDialectAt(connection.provider.version.effective).value;
    const names = objectNames(connection);
    const secret = clientSecretOf(connection, secrets);
    return [
      renderAuthentikGuide(connection, dialect, names, secret),
      renderBlueprint(connection, dialect, names, secret),
    ];
  });
}
