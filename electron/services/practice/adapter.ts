import type { Adapter, AdapterPayload } from 'oidc-provider';

const LIMIT = 5000;

/**
 * Keeps the data that one practice provider issues in memory, as long as that provider exists. Returns the
 * factory that oidc-provider expects: one adapter per model.
 */
export function practiceAdapter(): (name: string) => Adapter {
  const entries = new Map<string, { payload: AdapterPayload; expires: number }>();
  const read = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (entry.expires > Date.now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };

  return (name) => {
    const keyOf = (id: string) => `${name}:${id}`;
    return {
      async upsert(id, payload, expiresIn) {
        const oldest = entries.size >= LIMIT ? entries.keys().next().value : undefined;
        if (oldest !== undefined) entries.delete(oldest);
        entries.set(keyOf(id), {
          payload,
          expires: expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000,
        });
      },
      async find(id) {
        return read(keyOf(id));
      },
      async findByUid(uid) {
        for (const [key, entry] of entries) {
          if (key.startsWith(`${name}:`) && entry.payload.uid === uid) return read(key);
        }
        return undefined;
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, entry] of entries) if (entry.payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
