import { fault } from '../fault.ts';

export default fault({
  id: 'tls-self-signed',
  description: 'The certificate is signed by itself.',
  step: 'connection',
  stops: true,
  on: [['keycloak', 'wiki']],
  base: (set) => ({ ...set, https: 'good' }),
  inject: (set) => ({ ...set, https: 'self-signed' }),
  expected: 'untrusted-certificate',
  side: 'host',
});
