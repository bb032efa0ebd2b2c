import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-kanidm',
  description: 'Kanidm has another redirect URI, and shows the same error page to whatever it does not like.',
  step: 'client',
  stops: false,
  on: [['kanidm', 'wiki']],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [at.redirect_uris[0]!.replace('/oauth2', '/oauth'), at.callback],
    })),
  expected: 'redirect-not-registered',
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
