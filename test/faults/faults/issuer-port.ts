import { fault } from '../fault.ts';

export default fault({
  id: 'issuer-port',
  description: 'The provider believes that it is reached at another port.',
  step: 'discovery',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) => ({ ...set, issuer: (own) => own.replace(/:\d+$/, ':9443') }),
  expected: 'issuer-mismatch',
  side: 'app',
  apply: (set) => ({ ...set, issuer: (own) => own }),
});
