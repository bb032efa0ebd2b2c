import type { ProviderKind } from '../../workspace/types.ts';
import type { ProviderDefinition } from '../types.ts';
import { authelia } from './authelia.ts';
import { authentik } from './authentik.ts';
import { oidc } from './oidc.ts';

/** Every kind of provider. To add one, create a file in this folder and list it here. */
export const PROVIDERS: Readonly<Record<ProviderKind, ProviderDefinition>> = { authelia, authentik, oidc };
