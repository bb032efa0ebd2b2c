import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { answer, defect, jsonBody, setUp, signJwt, variant } from '../variant.ts';

export default variant({
  id: 'key-made-just-before-signing',
  description: 'The key is changed just before the token is signed, and published.',
  sets: [
    (() => {
      let fresh: Promise<JWK> | undefined;
      return defect(
        setUp('oidc', 'wiki'),
        answer('', 'token', async (ctx) => {
          const body = jsonBody(ctx);
          if (typeof body?.['id_token'] !== 'string') return;
          fresh ??= generateKeyPair('RS256', { extractable: true }).then(async ({ privateKey }) => ({
            ...(await exportJWK(privateKey)),
            alg: 'RS256',
            use: 'sig',
            kid: 'made-just-now',
          }));
          const claims = JSON.parse(Buffer.from(body['id_token'].split('.')[1]!, 'base64url').toString());
          body['id_token'] = await signJwt(claims, { alg: 'RS256', kid: 'made-just-now' }, await fresh);
        }),
        answer('', 'jwks', async (ctx) => {
          const body = jsonBody(ctx);
          if (!fresh || !body) return;
          const { kty, n, e, alg, use, kid } = await fresh;
          body['keys'] = [...(body['keys'] as JWK[]), { kty, n, e, alg, use, kid }];
        }),
      );
    })(),
  ],
});
