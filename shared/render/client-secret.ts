import { hasOnlyDigest, KEPT_SECRET } from '../client/pending.ts';
import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';

/**
 * The client secret, or undefined for a public client; what stands for it if only its digest is known. Throws if a client
 * with a secret has neither in the bag.
 */
export function clientSecretOf(connection: Connection, secrets: SecretBag): string | undefined {
  if (connection.client.token_endpoint_auth_method === 'none') return undefined;
  const secret = secrets.clients[connection.key]?.client_secret;
  if (secret === undefined && hasOnlyDigest(connection, secrets)) return KEPT_SECRET;
  if (secret === undefined) throw new Error(`The client secret of “${connection.key}” is missing.`);
  return secret;
}
