import { fault, states } from '../fault.ts';

export default fault({
  id: 'name-not-found',
  description: 'The provider’s name does not resolve.',
  step: 'address',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    states(set, (stated) => ({ ...stated, provider: { ...stated.provider, url: 'https://auth.invalid' } })),
  expected: 'provider-name-not-found',
  side: 'host',
});
