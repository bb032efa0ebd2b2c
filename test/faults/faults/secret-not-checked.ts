import { defect, fault } from '../fault.ts';

export default fault({
  id: 'secret-not-checked',
  description: 'The provider has the client as a public one and takes any secret.',
  step: 'token',
  stops: false,
  severity: 'warn',
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'wiki'],
  ],
  inject: (set) =>
    defect(set, {
      setting: set.face === 'keycloak' ? 'Client authentication' : 'Client Type',
      value: set.face === 'keycloak' ? 'Off' : 'Public',
      onRequest: (value) => (request, _, at) => {
        const sent = Buffer.from((request.headers.authorization ?? '').replace(/^basic /i, ''), 'base64');
        if ((value === 'Off' || value === 'Public') && sent.toString().startsWith(`${at.client_id}:`)) {
          const pair = Buffer.from(`${at.client_id}:${at.secret}`).toString('base64');
          request.headers.authorization = `Basic ${pair}`;
        }
        return false;
      },
    }),
  expected: 'public-versus-confidential',
  side: 'provider',
  value: (_, set) => (set.face === 'keycloak' ? 'On' : 'Confidential'),
});
