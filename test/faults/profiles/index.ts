import type { Face, Profile } from '../set-up.ts';
import { authelia } from './authelia.ts';
import { authentik } from './authentik.ts';
import { kanidm } from './kanidm.ts';
import { keycloak } from './keycloak.ts';
import { oidc } from './oidc.ts';

/** Every provider that the laboratory can imitate. */
export const PROFILES: Readonly<Record<Face, Profile>> = { authelia, authentik, keycloak, kanidm, oidc };
