import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-rate-limited',
  description: 'The provider asks for fewer requests.',
  step: 'discovery',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'discovery', (ctx) => {
        ctx.status = 429;
        ctx.set('retry-after', '60');
        ctx.body = { error: 'slow_down' };
      }),
    ),
  expected: 'rate-limited',
  side: 'provider',
  value: () => '60 s',
  apply: (set, fix) => (fix.value === '60 s' ? { ...set, defects: [] } : set),
});
