import { generateKeyPairSync } from 'node:crypto';
import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'keys-same-name',
  description: 'Two keys share one key ID.',
  step: 'keys',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'jwks', (ctx) => {
        const body = jsonBody(ctx);
        const keys = body?.['keys'] as { kid?: string }[] | undefined;
        const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
        if (keys) body!['keys'] = [...keys, { ...other, alg: 'RS256', use: 'sig', kid: keys[0]!.kid }];
      }),
    ),
  expected: 'signing-key-not-published',
  side: 'provider',
});
