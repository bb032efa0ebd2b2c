import { fault } from '../fault.ts';

export default fault({
  id: 'request-refused',
  description: 'The provider refuses the request for a reason of its own.',
  step: 'callback',
  stops: true,
  on: [['oidc', 'photos']],
  inject: (set) => ({
    ...set,
    login: () => ({ error: 'invalid_request', error_description: 'Unsupported parameter.' }),
  }),
  expected: 'authorization-refused',
  side: 'provider',
});
