import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'token-cacheable',
  description: 'The token answer may be cached.',
  step: 'token',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'token', (ctx) => ctx.set('cache-control', 'max-age=600')),
    ),
  expected: 'token-answer-odd',
  side: 'provider',
});
