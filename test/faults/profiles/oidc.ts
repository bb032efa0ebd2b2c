import type { Profile } from '../set-up.ts';

/** A provider that conforms and that nothing is known of: oidc-provider as it is. */
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
