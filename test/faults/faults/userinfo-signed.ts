import { fault, registers } from '../fault.ts';

export default fault({
  id: 'userinfo-signed',
  description: 'Userinfo is a signed JWT, and the app reads JSON.',
  suite: 'userinfo-signed',
  step: 'userinfo',
  stops: false,
  on: [
    ['authelia', 'memos'],
    ['keycloak', 'memos'],
  ],
  inject: (set) => registers(set, (client) => ({ ...client, userinfo_alg: 'RS256' })),
  expected: 'userinfo-is-signed',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'Unsigned' : 'none'),
});
