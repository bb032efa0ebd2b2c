import { fault } from '../fault.ts';

export default fault({
  id: 'clock-behind',
  description: 'The provider’s clock is ten minutes behind.',
  step: 'id-token',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => ({ ...set, clock_s: -600 }),
  expected: 'clock-skew',
  side: 'host',
});
