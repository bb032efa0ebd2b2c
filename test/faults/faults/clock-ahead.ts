import { fault } from '../fault.ts';

export default fault({
  id: 'clock-ahead',
  description: 'The provider’s clock is ten minutes ahead.',
  step: 'id-token',
  stops: false,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => ({ ...set, clock_s: 600 }),
  expected: 'clock-skew',
  side: 'host',
});
