import { fault, registers } from '../fault.ts';

export default fault({
  id: 'pkce-required',
  description: 'The provider demands PKCE of an app that sends none.',
  step: 'callback',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['oidc', 'romm'],
  ],
  inject: (set) => registers(set, (client) => ({ ...client, require_pkce: true })),
  expected: 'pkce-required',
  side: 'provider',
  value: () => 'false',
});
