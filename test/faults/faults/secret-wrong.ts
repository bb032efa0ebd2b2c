import { fault } from '../fault.ts';

export default fault({
  id: 'secret-wrong',
  description: 'The app holds another secret than the one registered.',
  step: 'token',
  stops: true,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'memos'],
    ['keycloak', 'romm'],
    ['kanidm', 'wiki'],
    ['oidc', 'photos'],
  ],
  inject: (set) => ({ ...set, holds: 'wrong' }),
  expected: (face) => (face === 'keycloak' ? 'keycloak-credentials' : 'secret-wrong-or-swapped'),
  side: 'app',
});
