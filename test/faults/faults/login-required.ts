import { fault } from '../fault.ts';

export default fault({
  id: 'login-required',
  description: 'The provider would have to ask the user, and was told not to.',
  step: 'callback',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) => ({
    ...set,
    login: () => ({ error: 'login_required', error_description: 'End-User authentication is required' }),
  }),
  expected: 'interaction-required',
  side: 'app',
});
