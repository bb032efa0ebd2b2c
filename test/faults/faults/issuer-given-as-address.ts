import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-given-as-address',
  description:
    'The issuer of authentik’s application, or of another of its applications, stands as its address.',
  step: 'address',
  stops: true,
  on: [
    ['authentik', 'romm'],
    ['authentik', 'memos'],
  ],
  inject: (set) =>
    states(set, (stated, at) => ({
      ...stated,
      provider: {
        ...stated.provider,
        url: set.app.kind === 'romm' ? at.issuer : `${at.url}/application/o/another/`,
      },
    })),
  expected: 'endpoint-given-as-issuer',
  side: 'app',
  value: (at) => at.url,
});
