import { ENTRY_ID, entrySlug, RESERVED_IDS } from './rules.ts';
import type { Workspace } from './types.ts';

/** Returns an empty workspace. The caller creates `id` (random, 1 to 64 of a-z, 0-9, hyphen). */
export function newWorkspace(id: string, name?: string): Workspace {
  return { latchkey: 1, id, ...(name !== undefined && { name }), providers: {}, apps: {} };
}

/**
 * Makes an id for a provider or app from the name that a person gave it: `Mémos (Family)` → `memos-family`.
 * Adds a number if the id is taken. Pass the ids of both providers and apps as `taken`, because they share
 * the keychain. `otherwise` is used if no part of the name can be used in an id.
 */
export function idFrom(
  name: string,
  taken: Iterable<string> = [],
  otherwise: 'app' | 'provider' = 'app',
): string {
  const used = new Set([...taken, ...RESERVED_IDS]);
  const slug = entrySlug(name);
  const base = ENTRY_ID.test(slug) ? slug : otherwise;
  if (!used.has(base)) return base;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = base.slice(0, 40 - suffix.length).replace(/-+$/, '') + suffix;
    if (!used.has(candidate)) return candidate;
  }
}
