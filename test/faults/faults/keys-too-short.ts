import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { fault } from '../fault.ts';

/** oidc-provider rejects such a key, so the usual key signs and a short one is published in addition. */
const short = (): JWK => ({
  ...(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }) as JWK),
  alg: 'RS256',
  use: 'sig',
  kid: 'short',
});

export default fault({
  id: 'keys-too-short',
  description: 'A key of 1024 bits is among those published.',
  step: 'keys',
  stops: false,
  severity: 'warn',
  on: [['keycloak', 'memos']],
  inject: (set) => ({
    ...set,
    defects: [
      ...set.defects,
      {
        setting: 'signing key',
        onResponse: () => (route, ctx) => {
          if (route !== 'jwks') return;
          const body = ctx.body as { keys: JWK[] };
          ctx.body = { keys: [...body.keys, short()] };
        },
      },
    ],
  }),
  expected: 'weak-or-leaked-key',
  side: 'provider',
  value: () => 'RSA 2048',
  apply: (set, fix) => (fix.value === 'RSA 2048' ? { ...set, defects: [] } : set),
});
