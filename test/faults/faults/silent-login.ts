import { fault } from '../fault.ts';

export default fault({
  id: 'silent-login',
  description: 'The provider wants to show a page, and was told not to.',
  step: 'callback',
  stops: true,
  on: [['keycloak', 'wiki']],
  inject: (set) => ({
    ...set,
    login: () => ({ error: 'interaction_required', error_description: 'Interaction is needed.' }),
  }),
  expected: 'interaction-required',
  side: 'app',
});
