import type { ProviderKind } from '../../workspace/types.ts';
import type { ProviderDefinition } from '../types.ts';
import { authelia } from './authelia.ts';
import { authentik } from './authentik.ts';
import { oidc } from './oidc.ts';

/** Every kind of provider. A new one is a file beside these and a line here. */
export const PROVIDERS: Readonly<Record<ProviderKind, ProviderDefinition>> = { authelia, authentik, oidc };
