import { fault } from '../fault.ts';

export default fault({
  id: 'secret-missing',
  description: 'The client is confidential, and no secret is stored for the app.',
  step: 'token',
  stops: true,
  on: [
    ['authelia', 'kestra'],
    ['keycloak', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => ({ ...set, holds: 'none' }),
  expected: 'secret-not-stored',
  side: 'host',
});
