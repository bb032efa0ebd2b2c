import { defect, fault, idToken } from '../fault.ts';

export default fault({
  id: 'iat-ahead',
  description: 'The ID token was issued in ten minutes, with the web server’s clock in step.',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      idToken('NTP', (claims) => {
        claims['iat'] = Number(claims['iat']) + 600;
        claims['exp'] = Number(claims['exp']) + 600;
      }),
    ),
  expected: 'clock-skew',
  side: 'host',
});
