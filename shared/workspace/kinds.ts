import { PROFILE_KINDS } from '../profile/built-in.ts';
import { type AppKind, CODED_KINDS, type CodedKind, type OwnKinds } from './types.ts';

/** Every kind of app that Latchkey itself knows: those in code, and those of its profiles. */
export const APP_KINDS: readonly AppKind[] = [...CODED_KINDS, ...PROFILE_KINDS];

/** Every kind of app that a workspace may have: Latchkey's, and those of its own profiles. */
export const kindsOf = (own: OwnKinds): readonly AppKind[] => [...APP_KINDS, ...Object.keys(own)];

export const isCodedKind = (kind: string): kind is CodedKind =>
  (CODED_KINDS as readonly string[]).includes(kind);
