import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'nbf-ahead',
  description: 'The ID token holds only from five minutes on.',
  step: 'id-token',
  stops: false,
  on: [['keycloak', 'wiki']],
  inject: (set) =>
    defect(
      set,
      idToken('NTP', (claims) => {
        claims['nbf'] = Number(claims['iat']) + 300;
      }),
    ),
  expected: 'clock-skew',
  side: 'host',
});
