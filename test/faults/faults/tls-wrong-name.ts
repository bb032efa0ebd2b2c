import { fault } from '../fault.ts';

export default fault({
  id: 'tls-wrong-name',
  description: 'The certificate is for another name.',
  step: 'connection',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'memos'],
  ],
  base: (set) => ({ ...set, https: 'good', host: 'localhost' }),
  inject: (set) => ({ ...set, https: 'wrong-name' }),
  expected: 'certificate-wrong-name',
  side: 'proxy',
  value: () => 'localhost',
  apply: (set, fix) => (fix.value === 'localhost' ? { ...set, https: 'good' } : set),
});
