import compiled from '#profiles';
import { own } from '../own.ts';
import type { ProviderProfile } from './provider-schema.ts';
import type { AppProfile } from './schema.ts';

const apps = new Map<string, AppProfile>();
const providers = new Map<string, ProviderProfile>();

/** The kinds of app that a built-in profile describes, in alphabetical order. */
export const PROFILE_KINDS: readonly string[] = Object.keys(compiled.apps);

/** The kinds of provider that a built-in profile describes, in alphabetical order. */
export const PROVIDER_PROFILE_KINDS: readonly string[] = Object.keys(compiled.providers);

/** The built-in profile of a kind of app. It was checked when Latchkey was built. */
export const builtInProfile = (kind: string): AppProfile | undefined => parsed(apps, compiled.apps, kind);

/** The same of a kind of provider. */
export const builtInProvider = (kind: string): ProviderProfile | undefined =>
  parsed(providers, compiled.providers, kind);

/** Parses a profile when it is asked for, and once. */
function parsed<T>(
  known: Map<string, T>,
  texts: Readonly<Record<string, () => string>>,
  kind: string,
): T | undefined {
  const before = known.get(kind);
  if (before) return before;
  const text = own(texts, kind);
  if (text === undefined) return undefined;
  const profile = JSON.parse(text()) as T;
  known.set(kind, profile);
  return profile;
}
