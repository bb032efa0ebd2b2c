import { exportJWK, generateKeyPair } from 'jose';
import { answer, defect, fault, jsonBody, signJwt } from '../fault.ts';

export default fault({
  id: 'key-not-published',
  description: 'The provider signs with a new key that it does not publish.',
  suite: 'signing-key-rotation',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'token', async (ctx) => {
        const body = jsonBody(ctx);
        if (typeof body?.['id_token'] !== 'string') return;
        const { privateKey } = await generateKeyPair('RS256', { extractable: true });
        const claims = JSON.parse(Buffer.from(body['id_token'].split('.')[1]!, 'base64url').toString());
        body['id_token'] = await signJwt(
          claims,
          { alg: 'RS256', kid: 'a-new-key' },
          { ...(await exportJWK(privateKey)), alg: 'RS256' },
        );
      }),
    ),
  expected: 'signing-key-not-published',
  side: 'provider',
});
