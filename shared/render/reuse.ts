import type { Connection } from '../client/types.ts';

/**
 * Returns a part of a rendering that depends only on this connection and on the secrets of its app: made now,
 * or as it was made before. Whoever keeps parts has to keep them with the connection (as the key of a
 * `WeakMap`) and must not mix renderings with different secrets.
 */
export type Reuse = <T extends object>(connection: Connection, part: string, make: () => T) => T;

/** Makes every part again. */
export const makeAnew: Reuse = (_connection, _part, make) => make();

/** Keeps each part as long as its connection exists. */
export function keepParts(): Reuse {
  const kept = new WeakMap<Connection, Map<string, object>>();
  return <T extends object>(connection: Connection, part: string, make: () => T): T => {
    let parts = kept.get(connection);
    if (parts === undefined) {
      parts = new Map();
      kept.set(connection, parts);
    }
    const known = parts.get(part) as T | undefined;
    if (known !== undefined) return known;
    const made = make();
    parts.set(part, made);
    return made;
  };
}
