import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-other-state',
  description: 'The answer to the login carries another state.',
  step: 'callback',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      { ...set, patience_s: 6 },
      sentBack('response', (url) => url.searchParams.set('state', 'a-state-of-another-login')),
    ),
  expected: 'callback-malformed',
  side: 'provider',
});
