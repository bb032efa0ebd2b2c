import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-without-code',
  description: 'The answer to the login holds neither a code nor an error.',
  step: 'callback',
  stops: true,
  on: [['authentik', 'photos']],
  inject: (set) =>
    defect(
      set,
      sentBack('response', (url) => url.searchParams.delete('code')),
    ),
  expected: 'callback-malformed',
  side: 'provider',
});
