import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'par-announced',
  description: 'The discovery document says that every request must be pushed first.',
  step: 'discovery',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['keycloak', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      announced(
        set.face === 'keycloak'
          ? 'Pushed authorization request required'
          : 'require_pushed_authorization_requests',
        (document, _, value) => {
          document['require_pushed_authorization_requests'] = value === 'true' || value === 'On';
        },
        set.face === 'keycloak' ? 'On' : 'true',
      ),
    ),
  expected: 'demand-not-met',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'Off' : 'false'),
});
