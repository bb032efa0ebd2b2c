import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-other-issuer',
  description: 'The app still has the issuer of an earlier provider.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_SERVER_APPLICATION_URL', () => 'https://old.example.net'),
  expected: 'app-goes-to-other-provider',
  side: 'app',
  value: (at) => at.issuer,
});
