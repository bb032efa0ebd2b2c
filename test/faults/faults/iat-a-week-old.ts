import { answer, defect, fault, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'iat-a-week-old',
  description: 'The ID token was issued a week ago.',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer(
        'ID token lifetime',
        'token',
        (ctx, at, value) =>
          rewriteIdToken(ctx, at, (claims) => {
            if (value !== '1h') claims['iat'] = Number(claims['iat']) - 7 * 86_400;
          }),
        'cached',
      ),
    ),
  expected: 'id-token-times',
  side: 'provider',
  value: () => '1h',
});
