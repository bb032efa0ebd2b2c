import { fault } from '../fault.ts';

export default fault({
  id: 'credentials-not-decoded',
  description: 'The secret holds characters that must be encoded, and the provider doesn’t decode them.',
  step: 'token',
  stops: false,
  severity: 'warn',
  on: [
    ['authentik', 'romm'],
    ['kanidm', 'wiki'],
  ],
  inject: (set) => ({ ...set, secret: 'planted+Secret/4f1b 9c7e%2d8a=6035' }),
  expected: 'secret-not-url-encoded',
  side: 'provider',
  apply: (set) => ({ ...set, secret: 'plantedNewSecret6e0d1c2b3a49f857' }),
});
