import { fault } from '../fault.ts';

export default fault({
  id: 'identifier-filtered',
  description: 'Memos’ identifier filter keeps the person out.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'memos'],
    ['authentik', 'memos'],
  ],
  inject: (set) => ({ ...set, app: { ...set.app, settings: { identifier_filter: '^admin$' } } }),
  expected: 'identifier-filtered',
  side: 'app',
});
