import { fault, registers } from '../fault.ts';

export default fault({
  id: 'claims-only-in-userinfo',
  description: 'The provider puts the claims into userinfo only, the app reads the ID token.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authelia', 'kestra'],
    ['authentik', 'romm'],
    ['keycloak', 'romm'],
    ['oidc', 'kestra'],
  ],
  inject: (set) =>
    registers(set, (client) => ({ ...client, id_token_claims: [], claims_in_id_token: false })),
  expected: 'claims-left-the-id-token',
  side: 'provider',
  value: (at, set) =>
    set.face === 'authentik'
      ? 'on'
      : set.face === 'keycloak'
        ? 'On'
        : set.face === 'oidc'
          ? 'email, name, preferred_username'
          : [
              'claims_policies:',
              `  ${set.app.kind}:`,
              `    id_token: [${(set.app.kind === 'romm' ? ['email', 'email_verified', 'preferred_username'] : ['email', 'name', 'preferred_username']).map((name) => `'${name}'`).join(', ')}]`,
              'clients:',
              `  - client_id: '${at.client_id}'`,
              `    claims_policy: '${set.app.kind}'`,
            ].join('\n'),
});
