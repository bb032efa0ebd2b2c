import { answer, defect, fault, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'lifetime-odd',
  description: 'ID tokens hold for a month.',
  step: 'id-token',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer(
        'ID token lifetime',
        'token',
        (ctx, at, value) =>
          rewriteIdToken(ctx, at, (claims) => {
            if (value !== '1h') claims['exp'] = Number(claims['iat']) + 30 * 86_400;
          }),
        '720h',
      ),
    ),
  expected: 'id-token-times',
  side: 'provider',
  value: () => '1h',
});
