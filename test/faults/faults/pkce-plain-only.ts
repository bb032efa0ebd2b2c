import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'pkce-plain-only',
  description: 'The provider announces the plain method of PKCE alone.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced(
        'code_challenge_methods_supported',
        (document, _, value) => {
          document['code_challenge_methods_supported'] = [value];
        },
        'plain',
      ),
    ),
  expected: 'pkce-not-announced',
  side: 'provider',
  value: () => 'S256',
});
