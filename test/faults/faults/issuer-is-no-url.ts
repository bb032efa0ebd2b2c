import { fault, states } from '../fault.ts';

export default fault({
  id: 'issuer-is-no-url',
  description: 'The workspace names the provider without a scheme.',
  step: 'address',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    states(set, (stated) => ({ ...stated, provider: { ...stated.provider, url: 'auth.example.com' } })),
  expected: 'issuer-not-well-formed',
  side: 'app',
  // Only the form of the address can be mended from here: where the provider is, the laboratory knows.
  apply: (set, fix) => (fix.value === 'https://auth.example.com' ? { ...set, states: [] } : set),
});
