import { createHash } from 'node:crypto';
import { answer, defect, jsonBody, rewriteIdToken, setUp, variant } from '../variant.ts';

export default variant({
  id: 'at-hash-right',
  description: 'The ID token states the right hash of the access token.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      answer('', 'token', (ctx, at) => {
        const access = jsonBody(ctx)?.['access_token'];
        if (typeof access !== 'string') return;
        const half = createHash('sha256').update(access).digest().subarray(0, 16).toString('base64url');
        return rewriteIdToken(ctx, at, (claims) => {
          claims['at_hash'] = half;
        });
      }),
    ),
  ],
});
