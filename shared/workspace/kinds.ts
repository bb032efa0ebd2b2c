import { PROFILE_KINDS } from '../profile/built-in.ts';
import { type AppKind, CODED_KINDS, type CodedKind } from './types.ts';

/** Every kind of app that Latchkey knows: those in code, and those of its profiles. */
export const APP_KINDS: readonly AppKind[] = [...CODED_KINDS, ...PROFILE_KINDS];

export const isCodedKind = (kind: string): kind is CodedKind =>
  (CODED_KINDS as readonly string[]).includes(kind);
