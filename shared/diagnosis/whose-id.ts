import { clientsOf } from '../client/further.ts';
import { isClientIdKnown } from '../client/pending.ts';
import type { Connection } from '../client/types.ts';
import { nearest } from '../workspace/nearest.ts';

/** Whose client ID a text has. */
export type WhoseId =
  /** It is this client's, or this one's differs by a slip. */
  | { readonly of: 'client' | 'nearest'; readonly connection: Connection; readonly id: string }
  /** It is none of the workspace's clients. */
  | { readonly of: 'nobody' };

/** A text has few of them; more are not looked at. */
const MOST = 20;

/**
 * Whose one of the client IDs in a text is. Undefined if that can't be told: the text has none, or the IDs of some clients
 * aren't known, as with a keychain that is locked.
 */
export function whoseId(sent: readonly string[], connections: readonly Connection[]): WhoseId | undefined {
  const ids = [...new Set(sent)].slice(0, MOST);
  const known = connections.filter(isClientIdKnown);
  const clients = known.flatMap(clientsOf);
  for (const id of ids) {
    const own = clients.find(({ client }) => client.client_id === id);
    if (own !== undefined) return { of: 'client', connection: own, id };
  }
  const all = clients.map(({ client }) => client.client_id);
  for (const id of ids) {
    const near = nearest(id, all);
    const meant = clients.find(({ client }) => client.client_id === near);
    if (meant !== undefined) return { of: 'nearest', connection: meant, id };
  }
  return ids.length > 0 && known.length > 0 && known.length === connections.length
    ? { of: 'nobody' }
    : undefined;
}

/** The client IDs that stand in addresses of a text. */
export const idsInAddresses = (text: string): readonly string[] =>
  [...text.matchAll(/[?&]client_id=([\w.~-]{1,200})/gi)].slice(0, MOST).map((match) => match[1]!);
