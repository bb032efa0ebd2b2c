import { answer, defect, idToken, jsonBody, setUp, variant } from '../variant.ts';

export default variant({
  id: 'kid-absent-one-key',
  description: 'One key without a name, and tokens that name none.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      idToken('', (_, header) => delete header.kid),
      answer('', 'jwks', (ctx) => {
        const body = jsonBody(ctx);
        const keys = body?.['keys'] as Record<string, unknown>[];
        if (body) body['keys'] = keys.slice(0, 1).map(({ kid: _, ...key }) => key);
      }),
    ),
  ],
});
