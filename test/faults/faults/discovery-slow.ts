import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-slow',
  description: 'The discovery document does not come in time.',
  step: 'discovery',
  stops: true,
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, request_timeout_ms: 4000 }),
  inject: (set) =>
    defect(
      set,
      answer('provider', 'discovery', () => new Promise((resolve) => setTimeout(resolve, 5000).unref())),
    ),
  expected: 'provider-does-not-answer',
  side: 'provider',
});
