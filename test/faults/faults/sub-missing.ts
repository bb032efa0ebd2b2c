import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'sub-missing',
  description: 'The ID token has no subject.',
  suite: 'missing-sub',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('provider', (claims) => delete claims['sub']),
    ),
  expected: 'subject-missing',
  side: 'provider',
});
