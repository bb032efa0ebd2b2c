import { fault, registers } from '../fault.ts';

export default fault({
  id: 'method-post-registered',
  description: 'The client is registered for the form, the app sends the secret by Basic.',
  step: 'token',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authelia', 'kestra'],
  ],
  inject: (set) => registers(set, (client) => ({ ...client, method: 'client_secret_post' })),
  expected: 'wrong-secret-method',
  side: 'provider',
  value: () => 'client_secret_basic',
});
