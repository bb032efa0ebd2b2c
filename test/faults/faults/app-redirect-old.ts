import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-redirect-old',
  description: 'The app still has the redirect URI of an earlier address.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'romm'],
  ],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'OIDC_REDIRECT_URI', () => 'https://games.example.net/api/oauth/openid'),
  expected: 'app-sends-other-redirect',
  side: 'app',
  value: (at) => at.redirect_uris[0]!,
});
