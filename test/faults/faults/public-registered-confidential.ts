import { fault, registers } from '../fault.ts';

export default fault({
  id: 'public-registered-confidential',
  description: 'The app is a client without a secret, the provider has it as one with.',
  step: 'token',
  stops: true,
  on: [
    ['authelia', 'wiki'],
    ['keycloak', 'wiki'],
  ],
  base: (set) => ({ ...set, app: { ...set.app, token_endpoint_auth_method: 'none' } }),
  inject: (set) =>
    registers(set, (client) => ({
      ...client,
      method: 'client_secret_basic',
      client_secret: 'registeredSecret2b7e4d90c1',
    })),
  expected: 'public-versus-confidential',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'Off' : 'true'),
});
