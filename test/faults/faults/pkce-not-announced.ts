import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'pkce-not-announced',
  description: 'The provider doesn’t say that it knows PKCE, and the app sends it.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [
    ['keycloak', 'wiki'],
    ['oidc', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      announced('code_challenge_methods_supported', (document, _, value) => {
        if (value === undefined) delete document['code_challenge_methods_supported'];
        else document['code_challenge_methods_supported'] = [value];
      }),
    ),
  expected: 'pkce-not-announced',
  side: 'provider',
  value: () => 'S256',
});
