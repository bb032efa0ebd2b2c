import { fault } from '../fault.ts';

export default fault({
  id: 'tls-expired',
  description: 'The certificate has expired.',
  step: 'connection',
  stops: true,
  on: [
    ['authelia', 'memos'],
    ['oidc', 'wiki'],
  ],
  base: (set) => ({ ...set, https: 'good' }),
  inject: (set) => ({ ...set, https: 'expired' }),
  expected: 'certificate-expired',
  side: 'proxy',
});
