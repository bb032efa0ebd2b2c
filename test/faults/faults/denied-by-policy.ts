import { fault } from '../fault.ts';

export default fault({
  id: 'denied-by-policy',
  description: 'A policy of the provider lets this user not in.',
  step: 'callback',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => ({
    ...set,
    login: () => ({
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
    }),
  }),
  expected: 'denied-by-policy',
  side: 'provider',
});
