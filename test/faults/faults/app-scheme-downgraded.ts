import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-scheme-downgraded',
  description:
    'TLS ends at the proxy, which does not tell the app so: the app sends its redirect URI with http.',
  step: 'client',
  stops: false,
  on: [
    ['authelia', 'books'],
    ['authentik', 'books'],
  ],
  base: (set) => ({ ...set, app_runs: true, https: 'good' }),
  inject: (set) => inApp(set, 'X-Forwarded-Proto', () => ''),
  expected: 'redirect-downgraded-to-http',
  side: 'proxy',
  value: () => 'https',
});
