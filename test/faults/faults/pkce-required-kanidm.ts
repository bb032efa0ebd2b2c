import { fault, registers } from '../fault.ts';

export default fault({
  id: 'pkce-required-kanidm',
  description: 'Kanidm demands PKCE of an app that sends none, and shows an error page that says nothing.',
  step: 'client',
  stops: true,
  on: [
    ['kanidm', 'photos'],
    ['kanidm', 'romm'],
  ],
  base: (set) => registers(set, (client) => ({ ...client, require_pkce: false })),
  inject: (set) => registers({ ...set, patience_s: 3 }, (client) => ({ ...client, require_pkce: true })),
  expected: 'pkce-required',
  side: 'provider',
  value: () => 'false',
});
