import { fault, states } from '../fault.ts';

export default fault({
  id: 'client-unknown-kanidm',
  description: 'Kanidm has no client with this ID: its discovery address holds it.',
  step: 'discovery',
  stops: true,
  on: [['kanidm', 'wiki']],
  inject: (set) =>
    states(set, (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: stated.provider.url.replace(/[^/]+$/, 'other') },
    })),
  expected: 'client-unknown',
  side: 'provider',
  // A client with that name is created, so the one the workspace asks for exists.
  apply: (set, fix) => (fix.value === 'labclient4c1e' ? { ...set, states: [] } : set),
});
