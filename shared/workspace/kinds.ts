import { PROFILE_KINDS, PROVIDER_PROFILE_KINDS } from '../profile/built-in.ts';
import { type AppKind, CODED_KINDS, type CodedKind, type OwnKinds, type ProviderKind } from './types.ts';

/** Every kind of app that Latchkey itself knows: those in code, and those of its profiles. */
export const APP_KINDS: readonly AppKind[] = [...new Set<AppKind>([...CODED_KINDS, ...PROFILE_KINDS])];

/** Every kind of app that a workspace may have: Latchkey's, and those of its own profiles. */
export const kindsOf = (own: OwnKinds): readonly AppKind[] => [...APP_KINDS, ...Object.keys(own)];

/** Every kind of provider that Latchkey knows: those of its profiles; any other one is last. */
export const PROVIDER_KINDS: readonly ProviderKind[] = [...PROVIDER_PROFILE_KINDS, 'oidc'];

export const isCodedKind = (kind: string): kind is CodedKind =>
  (CODED_KINDS as readonly string[]).includes(kind);
