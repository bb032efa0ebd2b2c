import { fault, registers } from '../fault.ts';

export default fault({
  id: 'pkce-required-keycloak',
  description: 'A PKCE challenge method is set on the client in Keycloak, and the app sends no challenge.',
  step: 'callback',
  stops: true,
  on: [['keycloak', 'romm']],
  inject: (set) => registers(set, (client) => ({ ...client, require_pkce: true })),
  expected: 'pkce-keycloak',
  side: 'provider',
});
