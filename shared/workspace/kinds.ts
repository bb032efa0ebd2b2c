import { PROFILE_KINDS, PROVIDER_PROFILE_KINDS } from '../profile/built-in.ts';
import {
  type AppKind,
  CODED_KINDS,
  CODED_PROVIDERS,
  type CodedKind,
  type CodedProvider,
  type OwnKinds,
  type ProviderKind,
} from './types.ts';

/** Every kind of app that Latchkey itself knows: those in code, and those of its profiles. */
export const APP_KINDS: readonly AppKind[] = [...new Set<AppKind>([...CODED_KINDS, ...PROFILE_KINDS])];

/** Every kind of app that a workspace may have: Latchkey's, and those of its own profiles. */
export const kindsOf = (own: OwnKinds): readonly AppKind[] => [...APP_KINDS, ...Object.keys(own)];

/** Every kind of provider that Latchkey knows: those in code, and those of its profiles; any other one is last. */
export const PROVIDER_KINDS: readonly ProviderKind[] = [
  ...CODED_PROVIDERS.filter((kind) => kind !== 'oidc'),
  ...PROVIDER_PROFILE_KINDS,
  'oidc',
];

export const isCodedKind = (kind: string): kind is CodedKind =>
  (CODED_KINDS as readonly string[]).includes(kind);

export const isCodedProvider = (kind: string): kind is CodedProvider =>
  (CODED_PROVIDERS as readonly string[]).includes(kind);
