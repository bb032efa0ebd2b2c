import type { CodedProvider } from '../../workspace/types.ts';
import type { ProviderDefinition } from '../types.ts';
import { authelia } from './authelia.ts';
import { authentik } from './authentik.ts';
import { oidc } from './oidc.ts';

/** The providers that code describes. */
export const CODED: Readonly<Record<CodedProvider, ProviderDefinition>> = { authelia, authentik, oidc };
