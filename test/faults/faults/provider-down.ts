import { fault } from '../fault.ts';

export default fault({
  id: 'provider-down',
  description: 'Nothing listens at the provider’s address.',
  step: 'connection',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['oidc', 'wiki'],
  ],
  inject: (set) => ({ ...set, down: true }),
  expected: 'provider-does-not-answer',
  side: 'host',
});
