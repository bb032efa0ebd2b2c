import { fault } from '../fault.ts';

export default fault({
  id: 'temporarily-unavailable',
  description: 'The provider is overloaded while the user signs in.',
  step: 'callback',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) => ({
    ...set,
    login: () => ({
      error: 'temporarily_unavailable',
      error_description: 'The authorization server is currently overloaded.',
    }),
  }),
  expected: 'provider-failing',
  side: 'provider',
});
