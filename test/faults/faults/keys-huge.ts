import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'keys-huge',
  description: 'The key set is larger than any.',
  step: 'keys',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'jwks', (ctx) => {
        const body = jsonBody(ctx);
        if (body) body['padding'] = 'x'.repeat(1_200_000);
      }),
    ),
  expected: 'answer-too-big',
  side: 'provider',
});
