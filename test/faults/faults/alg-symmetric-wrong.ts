import { answer, defect, fault, jsonBody, signJwt } from '../fault.ts';

export default fault({
  id: 'alg-symmetric-wrong',
  description: 'ID tokens are signed with some secret that is not the client’s.',
  suite: 'invalid-sig-hs256',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer(
        'id_token_signed_response_alg',
        'token',
        async (ctx, _, value) => {
          const body = jsonBody(ctx);
          if (value !== 'HS256' || typeof body?.['id_token'] !== 'string') return;
          const claims = JSON.parse(Buffer.from(body['id_token'].split('.')[1]!, 'base64url').toString());
          body['id_token'] = await signJwt(claims, { alg: 'HS256' }, Buffer.from('a'.repeat(40)));
        },
        'HS256',
      ),
    ),
  expected: 'signing-algorithm',
  side: 'provider',
  value: () => 'RS256',
});
