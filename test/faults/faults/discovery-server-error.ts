import { answer, defect, fault, page } from '../fault.ts';

export default fault({
  id: 'discovery-server-error',
  description: 'The provider fails at the discovery address.',
  step: 'discovery',
  stops: true,
  on: [['authelia', 'kestra']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'discovery', (ctx) => page(ctx, 502, 'Bad Gateway', 'nginx')),
    ),
  expected: 'provider-failing',
  side: 'proxy',
});
