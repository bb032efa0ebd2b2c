import compiled from '#profiles';
import { own } from '../own.ts';
import type { AppProfile } from './schema.ts';

const parsed = new Map<string, AppProfile>();

/** The kinds of app that a built-in profile describes, in alphabetical order. */
export const PROFILE_KINDS: readonly string[] = Object.keys(compiled);

/** The built-in profile of a kind. It was checked when Latchkey was built. */
export function builtInProfile(kind: string): AppProfile | undefined {
  const known = parsed.get(kind);
  if (known) return known;
  const text = own(compiled, kind);
  if (text === undefined) return undefined;
  const profile = JSON.parse(text) as AppProfile;
  parsed.set(kind, profile);
  return profile;
}
