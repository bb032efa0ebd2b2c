import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-client-id-quoted',
  description: 'The client ID arrives in the app with its quotes.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_CLIENT_ID', (right) => `"${right}"`),
  expected: 'literal-quotes-or-misspelt-name',
  side: 'app',
  value: (at) => at.client_id,
});
