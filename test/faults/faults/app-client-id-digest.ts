import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-client-id-digest',
  description: 'The digest of the secret stands in the app in the place of the client ID.',
  step: 'client',
  stops: false,
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) =>
    inApp(set, 'OIDC_CLIENT_ID', () => '$pbkdf2-sha512$310000$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaA'),
  expected: 'app-sends-other-client-id',
  side: 'app',
  value: (at) => at.client_id,
});
