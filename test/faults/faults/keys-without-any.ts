import { answer, defect, fault, registers } from '../fault.ts';

export default fault({
  id: 'keys-without-any',
  description: 'Without a signing key the key set is an object that holds no list.',
  step: 'keys',
  stops: false,
  on: [['authentik', 'romm']],
  inject: (set) =>
    defect(
      registers(set, (client) => ({ ...client, id_token_alg: 'HS256' })),
      answer('keys', 'jwks', (ctx) => {
        ctx.body = {};
      }),
    ),
  expected: 'empty-key-set',
  side: 'provider',
  value: () => 'authentik Self-signed Certificate',
  // A selected key is also published.
  apply: (set, fix) =>
    fix.value === 'authentik Self-signed Certificate'
      ? { ...registers(set, (client) => ({ ...client, id_token_alg: 'RS256' })), defects: [] }
      : set,
});
