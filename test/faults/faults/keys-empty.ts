import { answer, defect, fault, registers } from '../fault.ts';

export default fault({
  id: 'keys-empty',
  description: 'The provider has no signing key: an empty set, and tokens signed with the client secret.',
  step: 'keys',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      registers(set, (client) => ({ ...client, id_token_alg: 'HS256' })),
      answer('keys', 'jwks', (ctx) => {
        ctx.body = { keys: [] };
      }),
    ),
  expected: 'empty-key-set',
  side: 'provider',
  value: (_, set) => (set.face === 'authentik' ? 'authentik Self-signed Certificate' : 'RS256'),
  // A selected key is also published.
  apply: (set, fix) =>
    /^(RS256|authentik Self-signed Certificate)$/.test(fix.value ?? '')
      ? { ...registers(set, (client) => ({ ...client, id_token_alg: 'RS256' })), defects: [] }
      : set,
});
