import { fault, registers } from '../fault.ts';

export default fault({
  id: 'client-unknown',
  description: 'The provider has no client with this ID.',
  step: 'client',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['authentik', 'romm'],
    ['keycloak', 'kestra'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    registers({ ...set, patience_s: 5 }, (client) => ({ ...client, client_id: 'someone-else' })),
  expected: 'client-unknown',
  side: 'provider',
  value: (at) => at.client_id,
});
