import { fault } from '../fault.ts';

export default fault({
  id: 'tls-missing-intermediate',
  description: 'The server leaves out the intermediate certificate.',
  step: 'connection',
  stops: true,
  on: [
    ['authelia', 'kestra'],
    ['oidc', 'photos'],
  ],
  base: (set) => ({ ...set, https: 'good' }),
  inject: (set) => ({ ...set, https: 'missing-intermediate' }),
  expected: 'certificate-chain-incomplete',
  side: 'proxy',
  value: () => 'fullchain.pem',
  apply: (set, fix) => (fix.value === 'fullchain.pem' ? { ...set, https: 'good' } : set),
});
