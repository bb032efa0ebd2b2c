import { fault } from '../fault.ts';

export default fault({
  id: 'scope-openid-missing',
  description: 'The app does not ask for the scope openid.',
  step: 'token',
  stops: true,
  on: [['keycloak', 'wiki']],
  inject: (set) => ({ ...set, app: { ...set.app, scopes: ['profile', 'email'] } }),
  expected: 'openid-scope-missing',
  side: 'app',
  value: () => 'openid profile email',
});
