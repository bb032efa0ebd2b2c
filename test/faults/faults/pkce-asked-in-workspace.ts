import { fault } from '../fault.ts';

export default fault({
  id: 'pkce-asked-in-workspace',
  description: 'The workspace demands PKCE of an app that sends none.',
  step: 'callback',
  stops: true,
  on: [['authelia', 'romm']],
  inject: (set) => ({ ...set, app: { ...set.app, require_pkce: true } }),
  expected: 'pkce-required',
  side: 'provider',
  value: () => 'false',
});
