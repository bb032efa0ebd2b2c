import { fault } from '../fault.ts';

export default fault({
  id: 'tls-own-ca',
  description: 'The certificate is from a CA of one’s own that nobody was told of.',
  step: 'connection',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'memos'],
  ],
  base: (set) => ({ ...set, https: 'good' }),
  inject: (set) => ({ ...set, ca_file: false }),
  expected: 'untrusted-certificate',
  side: 'host',
});
