import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-huge',
  description: 'The discovery document is larger than any.',
  step: 'discovery',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced('provider', (document) => {
        document['padding'] = 'x'.repeat(1_200_000);
      }),
    ),
  expected: 'answer-too-big',
  side: 'provider',
});
