import { fault, states } from '../fault.ts';

export default fault({
  id: 'discovery-not-found',
  description: 'There is no document where the workspace looks: a wrong realm, a wrong slug.',
  step: 'discovery',
  stops: true,
  on: [
    ['keycloak', 'wiki'],
    ['authentik', 'romm'],
  ],
  inject: (set) =>
    set.face === 'authentik'
      ? states(set, (stated) => ({ ...stated, app: { ...stated.app, slug: 'roms' } }))
      : states(set, (stated) => ({
          ...stated,
          provider: { ...stated.provider, url: stated.provider.url.replace('/realms/home', '/realms/work') },
        })),
  expected: 'discovery-path-wrong',
  side: (face) => (face === 'authentik' ? 'provider' : 'app'),
  // The application gets authentik's slug; the laboratory's provider then answers under it.
  apply: (set, fix) => {
    if (set.face !== 'authentik') return { ...set, states: [] };
    return fix.value === 'roms' ? { ...set, app: { ...set.app, slug: fix.value }, states: [] } : set;
  },
});
