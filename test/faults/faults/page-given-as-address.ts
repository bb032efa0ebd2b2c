import { fault, states } from '../fault.ts';

/** As the address bar shows them, below the address of the provider. */
const PAGES = {
  authelia: '/?rd=https%3A%2F%2Fromm.example.com%2F&rm=GET',
  authentik: '/if/admin/#/core/applications',
} as const;

export default fault({
  id: 'page-given-as-address',
  description: 'The address bar of the provider’s login page or administration was pasted as its address.',
  step: 'address',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
  ],
  inject: (set) =>
    states(set, (stated, at) => ({
      ...stated,
      provider: { ...stated.provider, url: `${at.url}${PAGES[set.face as keyof typeof PAGES]}` },
    })),
  expected: 'endpoint-given-as-issuer',
  side: 'app',
  value: (at) => at.url,
});
