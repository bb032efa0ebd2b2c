import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-host-internal',
  description: 'The proxy sends its own name for the app as Host, and the app makes its redirect URI of it.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'books'],
    ['keycloak', 'books'],
  ],
  base: (set) => ({ ...set, app_runs: true, https: 'good' }),
  inject: (set) => inApp(set, 'Host', () => 'audiobookshelf'),
  expected: 'internal-address-leaks',
  side: 'proxy',
  value: (at) => new URL(at.app!).host,
});
