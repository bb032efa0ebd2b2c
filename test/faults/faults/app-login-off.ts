import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-login-off',
  description: 'Single sign-on is switched off in the app.',
  step: 'client',
  stops: false,
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_ENABLED', () => 'false'),
  expected: 'sso-switched-off',
  side: 'app',
  value: () => 'true',
});
