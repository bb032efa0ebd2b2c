import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-host',
  description: 'The redirect URI is registered with another host.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [at.redirect_uris[0]!.replace('://', '://www.'), at.callback],
    })),
  expected: (face) => (face === 'authentik' ? 'redirect-authentik' : 'redirect-not-registered-authelia'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
