import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'code-not-announced',
  description: 'The document does not list the response type code.',
  step: 'discovery',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced(
        'response_types',
        (document, _, value) => {
          document['response_types_supported'] = [value];
        },
        'id_token',
      ),
    ),
  expected: 'response-type-refused',
  side: 'provider',
  value: () => 'code',
});
