import { fault, registers } from '../fault.ts';

export default fault({
  id: 'method-basic-registered',
  description: 'The client is registered for Basic, the app sends the secret in the form.',
  step: 'token',
  stops: false,
  on: [['authelia', 'memos']],
  inject: (set) => registers(set, (client) => ({ ...client, method: 'client_secret_basic' })),
  expected: 'wrong-secret-method',
  side: 'provider',
  value: () => 'client_secret_post',
});
