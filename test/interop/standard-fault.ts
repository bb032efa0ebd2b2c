import { ENDPOINTS, type Endpoint } from '../../shared/client/announced.ts';
import type { Connection } from '../../shared/client/types.ts';
import { type AppGiven, connect } from '../helpers/app-connection.ts';

/** One thing that is wrong at a provider of kind `oidc`, and the cause that must be named first. */
export interface StandardFault<Client> {
  readonly name: string;
  /** The app, as in the workspace. */
  readonly app: AppGiven;
  /** What is different at the provider from what it should be. */
  readonly registered?: (client: Client) => void;
  /** What the app has instead of the right secret. */
  readonly secret?: (right: string) => string;
  readonly client_id?: string;
  /** The provider's address, as in the workspace. */
  readonly url?: (issuer: string) => string;
  /** Who signs in. */
  readonly person?: string;
  readonly consent?: 'refuse';
  /** The cause that `latchkey check` must name first; null: none, because it can't see this fault. */
  readonly check: string | null;
  /** The same for `latchkey login`. */
  readonly login: string | null;
}

/**
 * The connection of an app with this client id to this issuer, whose endpoints lie at `paths` below it: they are
 * stated, because nothing is known of such a provider.
 */
export function connectAt(
  issuer: string,
  paths: Readonly<Record<Endpoint, string>>,
  app: AppGiven,
  client_id: string,
): Connection {
  const base = issuer.replace(/\/+$/, '');
  const metadata = Object.fromEntries(ENDPOINTS.map((name) => [name, `${base}/${paths[name]}`]));
  return connect({ client_id, ...app }, { kind: 'oidc', url: issuer, version: '1.0', metadata });
}

/** Only letters and digits, different for every client. */
export const secretOf = (client_id: string): string =>
  `s3cretOf${client_id.replace(/[^A-Za-z0-9]/g, '')}`.padEnd(48, 'Q');

export const MEMOS: AppGiven = { kind: 'memos', version: '0.30' };
export const ROMM: AppGiven = { kind: 'romm', version: '5.2' };
export const KESTRA: AppGiven = { kind: 'kestra', version: '2.0', edition: 'enterprise' };
export const HEALTHY: readonly AppGiven[] = [MEMOS, ROMM, KESTRA];
