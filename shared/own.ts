/**
 * Reads a key of a table that is not known in advance, such as a claim's name. Returns undefined if the table itself
 * lacks the key: `table['toString']` would find what every object inherits.
 */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
