import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'keys-without-any',
  description: 'The key set is a JSON object without keys.',
  step: 'keys',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('jwks_uri', 'jwks', (ctx) => {
        ctx.body = {};
      }),
    ),
  expected: 'empty-key-set',
  side: 'provider',
  apply: (set) => ({ ...set, defects: [] }),
});
