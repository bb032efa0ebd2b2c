import { fault, registers } from '../fault.ts';

export default fault({
  id: 'client-id-case',
  description: 'The client ID is registered with another case.',
  step: 'client',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'wiki'],
  ],
  inject: (set) =>
    registers({ ...set, patience_s: 5 }, (client) => ({
      ...client,
      client_id: client.client_id.toUpperCase(),
    })),
  expected: 'client-unknown',
  side: 'provider',
  value: (at) => at.client_id,
});
