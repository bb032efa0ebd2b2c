import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-content-type',
  description: 'The document is right and comes as another content type.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [
    ['keycloak', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        'Content-Type',
        'discovery',
        (ctx, _, value) => ctx.set('content-type', value ?? ''),
        'text/plain',
      ),
    ),
  expected: 'answer-not-json',
  side: 'proxy',
  value: () => 'application/json',
});
