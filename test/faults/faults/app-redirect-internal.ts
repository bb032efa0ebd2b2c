import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-redirect-internal',
  description: 'The name of its container stands in the app’s own public address.',
  step: 'client',
  stops: false,
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_REDIRECT_URI', () => 'http://romm:8080/api/oauth/openid'),
  expected: 'internal-address-leaks',
  side: 'app',
  value: (at) => at.redirect_uris[0]!,
});
