import { fault, registers } from '../fault.ts';

export default fault({
  id: 'method-strict-provider',
  description: 'A provider that nothing is known of takes the registered way only, which is not the app’s.',
  step: 'token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, practice: { enforceAuthMethod: true } }),
  inject: (set) => registers(set, (client) => ({ ...client, method: 'client_secret_post' })),
  expected: 'wrong-secret-method',
  side: 'provider',
  value: () => 'client_secret_basic',
});
