import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-without-state',
  description: 'The answer to the login has lost its state.',
  step: 'callback',
  stops: true,
  on: [['keycloak', 'wiki']],
  inject: (set) =>
    defect(
      { ...set, patience_s: 6 },
      sentBack('response', (url) => url.searchParams.delete('state')),
    ),
  expected: 'callback-malformed',
  side: 'provider',
});
