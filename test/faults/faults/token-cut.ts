import { defect, fault } from '../fault.ts';

export default fault({
  id: 'token-cut',
  description: 'The connection is cut at the token endpoint.',
  step: 'token',
  stops: true,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(set, {
      setting: 'proxy',
      onRequest: () => (request) => {
        if (!request.url?.startsWith('/token')) return false;
        request.socket.destroy();
        return true;
      },
    }),
  expected: 'provider-does-not-answer',
  side: 'host',
});
