import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-not-restarted',
  description: 'The app was not restarted after the client ID changed.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_CLIENT_ID', () => 'anEarlierClient'),
  expected: 'app-sends-other-client-id',
  side: 'app',
  value: (at) => at.client_id,
});
