import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-port',
  description: 'The redirect URI is registered with a port that people don’t use.',
  step: 'client',
  stops: false,
  on: [
    ['authentik', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [at.redirect_uris[0]!.replace('.example.com/', '.example.com:5230/'), at.callback],
    })),
  expected: (face) => (face === 'authentik' ? 'redirect-authentik' : 'redirect-not-registered'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
