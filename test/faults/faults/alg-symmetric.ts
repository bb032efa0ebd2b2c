import { fault, registers } from '../fault.ts';

export default fault({
  id: 'alg-symmetric',
  description: 'ID tokens are signed with the client secret, although there are keys.',
  step: 'id-token',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => registers(set, (client) => ({ ...client, id_token_alg: 'HS256' })),
  expected: 'signing-algorithm',
  side: 'provider',
  value: (_, set) => (set.face === 'authentik' ? 'authentik Self-signed Certificate' : 'RS256'),
});
