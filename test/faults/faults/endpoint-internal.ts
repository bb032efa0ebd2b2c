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
      announced(
        'X-Forwarded-Host',
        (document, _, value) => {
          const url = new URL(String(document['token_endpoint']));
          url.host = value ?? '';
          document['token_endpoint'] = url.href;
        },
        'idp-container.internal:8080',
      ),
    ),
  expected: 'idp-advertises-wrong-self',
  side: 'proxy',
  value: (at) => new URL(at.url).host,
});
