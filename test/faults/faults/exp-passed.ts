import { answer, defect, fault, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'exp-passed',
  description: 'The ID token had expired when it came, with the clocks in step.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        set.face === 'authelia' ? 'lifespans.id_token' : 'ID token lifetime',
        'token',
        (ctx, at, value) =>
          rewriteIdToken(ctx, at, (claims) => {
            if (value !== '1h') claims['exp'] = Number(claims['iat']) - 120;
          }),
        '0',
      ),
    ),
  expected: 'id-token-times',
  side: 'provider',
  value: () => '1h',
});
