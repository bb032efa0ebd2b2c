import { generateKeyPairSync } from 'node:crypto';
import { answer, defect, fault, idToken, jsonBody } from '../fault.ts';

export default fault({
  id: 'kid-absent-several-keys',
  description: 'The ID token names no key, and several would fit.',
  suite: 'kid-absent-multiple-jwks',
  step: 'id-token',
  stops: false,
  severity: 'warn',
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'jwks', (ctx) => {
        const body = jsonBody(ctx);
        const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
        if (body) {
          const keys = body['keys'] as Record<string, unknown>[];
          body['keys'] = [{ ...other, alg: 'RS256', use: 'sig' }, ...keys.map(({ kid: _, ...key }) => key)];
        }
      }),
      idToken('signing key', (_, header) => delete header.kid),
    ),
  expected: 'signing-key-not-published',
  side: 'provider',
});
