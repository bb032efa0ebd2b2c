import { inApp } from '../app.ts';
import { fault } from '../fault.ts';

export default fault({
  id: 'app-behind-portal',
  description: 'Forward authentication stands in front of the app and leads to the provider’s portal.',
  step: 'client',
  stops: false,
  severity: 'warn',
  on: [['authelia', 'romm']],
  base: (set) => ({ ...set, app_runs: true }),
  inject: (set) => inApp(set, 'forward-auth', () => 'on'),
  expected: 'forward-auth-in-front',
  side: 'proxy',
});
