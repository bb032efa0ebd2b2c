import { fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-case',
  description: 'The path of the registered redirect URI differs in case.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['oidc', 'kestra'],
  ],
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: [at.redirect_uris[0]!.replace('/oauth', '/OAuth'), at.callback],
    })),
  expected: (face) => (face === 'oidc' ? 'redirect-not-registered' : 'redirect-not-registered-authelia'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
