import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'id-token-encrypted',
  description: 'The ID token is encrypted.',
  step: 'id-token',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        set.face === 'authentik' ? 'Encryption Key' : 'id_token_encrypted_response_alg',
        'token',
        (ctx, _, value) => {
          const body = jsonBody(ctx);
          if (value !== 'RSA-OAEP' || typeof body?.['id_token'] !== 'string') return;
          const header = Buffer.from(JSON.stringify({ alg: 'RSA-OAEP', enc: 'A256GCM' })).toString(
            'base64url',
          );
          body['id_token'] = [header, 'a'.repeat(342), 'b'.repeat(16), 'c'.repeat(400), 'd'.repeat(22)].join(
            '.',
          );
        },
        'RSA-OAEP',
      ),
    ),
  expected: 'encrypted-id-token',
  side: 'provider',
  value: () => '(empty)',
});
