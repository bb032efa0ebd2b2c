import { fault } from '../fault.ts';

export default fault({
  id: 'logout-endpoint-missing',
  description: 'The app signs out at the provider, which has no address for it.',
  step: 'claims',
  stops: false,
  on: [['keycloak', 'romm']],
  base: (set) => ({ ...set, app: { ...set.app, settings: { rp_initiated_logout: true } } }),
  inject: (set) => ({ ...set, practice: { endSession: false } }),
  expected: 'logout-incomplete',
  side: 'app',
  value: () => 'false',
});
