import { fault } from '../fault.ts';

export default fault({
  id: 'provider-error-at-login',
  description: 'The provider fails while the user signs in.',
  step: 'callback',
  stops: true,
  on: [['authelia', 'kestra']],
  inject: (set) => ({
    ...set,
    login: () => ({
      error: 'server_error',
      error_description: 'The authorization server encountered an unexpected condition.',
    }),
  }),
  expected: 'provider-failing',
  side: 'provider',
});
