import { fault } from '../fault.ts';

export default fault({
  id: 'tls-not-yet-valid',
  description: 'The certificate is not valid yet.',
  step: 'connection',
  stops: true,
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, https: 'good' }),
  inject: (set) => ({ ...set, https: 'not-yet-valid' }),
  expected: 'certificate-expired',
  side: 'host',
});
