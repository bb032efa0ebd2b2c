import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'iss-slash',
  description: 'The ID token’s issuer ends in a slash, the document’s does not.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['keycloak', 'kestra'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('issuer', (claims, _, at, value) => {
        claims['iss'] = value ?? `${at.issuer}/`;
      }),
    ),
  expected: 'issuer-mismatch',
  side: 'provider',
  value: (at) => at.issuer,
});
