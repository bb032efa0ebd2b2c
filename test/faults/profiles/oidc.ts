import type { Profile } from '../set-up.ts';

/** A conforming provider that Latchkey knows nothing about: oidc-provider without changes. */
export const oidc: Profile = {
  face: 'oidc',
  kind: 'oidc',
  issuerPath: () => '',
  statedUrl: ({ issuer }) => issuer,
  routes: {},
  anyLoopbackPort: true,
  practice: {},
  otherScope: 'refused',
  pkceRefused: 'at-once',
  register: (client) => ({ ...client, claims_in_id_token: true }),
};
