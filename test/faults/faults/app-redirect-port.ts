import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-redirect-port',
  description: 'The app sends the port of its container in the redirect URI.',
  step: 'client',
  stops: false,
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_REDIRECT_URI', (right) => right.replace(/:\d+\//, ':8080/')),
  expected: 'internal-address-leaks',
  side: 'app',
  value: (at) => at.redirect_uris[0]!,
});
