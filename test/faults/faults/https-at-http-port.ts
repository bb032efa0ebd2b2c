import { fault, states } from '../fault.ts';

export default fault({
  id: 'https-at-http-port',
  description: 'The workspace says https, and the port speaks plain http.',
  step: 'connection',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: stated.provider.url.replace('http:', 'https:') },
    })),
  expected: 'tls-not-spoken',
  side: 'proxy',
});
