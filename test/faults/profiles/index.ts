import type { Face, Profile } from '../set-up.ts';
import { authelia } from './authelia.ts';
import { authentik } from './authentik.ts';
import { kanidm } from './kanidm.ts';
import { keycloak } from './keycloak.ts';
import { oidc } from './oidc.ts';

/** Every provider the laboratory can look like. */
export const PROFILES: Readonly<Record<Face, Profile>> = { authelia, authentik, keycloak, kanidm, oidc };
