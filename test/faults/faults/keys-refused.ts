import { announced, defect, fault } from '../fault.ts';

/** Nothing listens there. */
const CLOSED_PORT = 9;

export default fault({
  id: 'keys-refused',
  description: 'Nothing listens at the address of the keys.',
  step: 'keys',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced('jwks_uri', (document) => {
        document['jwks_uri'] = String(document['jwks_uri']).replace(/:\d+\//, `:${CLOSED_PORT}/`);
      }),
    ),
  expected: 'keys-unreachable',
  side: 'provider',
});
