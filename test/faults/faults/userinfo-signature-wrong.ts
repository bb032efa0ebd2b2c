import { answer, breakSignature, defect, fault, registers } from '../fault.ts';

export default fault({
  id: 'userinfo-signature-wrong',
  description: 'The signature of a signed userinfo answer is wrong.',
  step: 'userinfo',
  stops: false,
  on: [['oidc', 'wiki']],
  base: (set) => registers(set, (client) => ({ ...client, userinfo_alg: 'RS256' })),
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'userinfo', (ctx) => {
        if (typeof ctx.body === 'string') ctx.body = breakSignature(ctx.body);
      }),
    ),
  expected: 'id-token-signature-wrong',
  side: 'provider',
});
