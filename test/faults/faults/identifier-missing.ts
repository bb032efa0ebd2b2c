import { fault } from '../fault.ts';

export default fault({
  id: 'identifier-missing',
  description: 'Memos is told to name users by a claim that there is not.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'memos'],
    ['oidc', 'memos'],
  ],
  inject: (set) => ({ ...set, app: { ...set.app, settings: { identifier_claim: 'username' } } }),
  expected: 'identifier-claim-missing',
  side: 'app',
  value: () => 'preferred_username',
});
