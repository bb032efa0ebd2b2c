import { fault, registers } from '../fault.ts';

export default fault({
  id: 'scope-reduced',
  description: 'The provider grants fewer scopes than were asked for, without a word.',
  step: 'claims',
  stops: false,
  on: [
    ['authentik', 'memos'],
    ['kanidm', 'memos'],
  ],
  base: (set) => ({ ...set, app: { ...set.app, settings: { identifier_claim: 'email' } } }),
  inject: (set) =>
    registers(set, (client) => ({ ...client, scopes: client.scopes.filter((scope) => scope !== 'email') })),
  expected: 'scope-not-allowed',
  side: 'provider',
  value: () => 'openid, profile, email',
});
