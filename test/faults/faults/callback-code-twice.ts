import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-code-twice',
  description: 'The answer to the login carries the code twice.',
  step: 'callback',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      sentBack('response', (url) => url.searchParams.append('code', url.searchParams.get('code') ?? '')),
    ),
  expected: 'callback-malformed',
  side: 'provider',
});
