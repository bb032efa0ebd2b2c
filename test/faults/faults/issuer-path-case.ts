import { fault } from '../fault.ts';

export default fault({
  id: 'issuer-path-case',
  description: 'The path of the issuer differs in case.',
  step: 'discovery',
  stops: false,
  on: [['keycloak', 'wiki']],
  inject: (set) => ({ ...set, issuer: (own) => own.replace('/realms/home', '/realms/Home') }),
  expected: 'issuer-mismatch',
  side: 'app',
  apply: (set) => ({ ...set, issuer: (own) => own }),
});
