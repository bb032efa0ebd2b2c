import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'endpoint-internal',
  description: 'The document names the token endpoint by the container’s name.',
  step: 'discovery',
  stops: true,
  severity: 'inconclusive',
  on: [
    ['keycloak', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      announced('public URL', (document) => {
        document['token_endpoint'] = 'http://idp-container.internal:8080/token';
      }),
    ),
  expected: 'idp-advertises-wrong-self',
  side: 'proxy',
  apply: (set) => ({ ...set, defects: [] }),
});
