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
  // The fix can correct only the form of the address; the laboratory knows where the provider is.
  apply: (set, fix) => (fix.value === 'https://auth.example.com' ? { ...set, states: [] } : set),
});
