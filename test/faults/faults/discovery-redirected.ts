import { defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-redirected',
  description: 'The document is found only after a redirect on the same host.',
  step: 'discovery',
  stops: false,
  severity: 'warn',
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(set, {
      setting: 'proxy',
      onRequest: () => (request, response) => {
        const url = request.url ?? '';
        if (!url.endsWith('/.well-known/openid-configuration')) {
          request.url = url.replace('/moved/openid-configuration', '/.well-known/openid-configuration');
          return false;
        }
        response.writeHead(301, { location: '/moved/openid-configuration' });
        response.end();
        return true;
      },
    }),
  expected: 'discovery-redirected',
  side: 'proxy',
});
