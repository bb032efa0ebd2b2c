import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';

/**
 * The client secret, or undefined for a public client. Throws if a client with a secret has none in the bag.
 */
export function clientSecretOf(connection: Connection, secrets: SecretBag): string | undefined {
  if (connection.client.token_endpoint_auth_method === 'none') return undefined;
  const secret = secrets.clients[connection.key]?.client_secret;
  if (secret === undefined) throw new Error(`The client secret of “${connection.key}” is missing.`);
  return secret;
}
