import { defect, fault, registers } from '../fault.ts';

export default fault({
  id: 'redirect-told-with-500',
  description: 'The app’s redirect URI is not registered, and the provider says so with status 500.',
  step: 'client',
  stops: false,
  on: [['oidc', 'photos']],
  base: (set) =>
    defect(set, {
      setting: '',
      onResponse: () => (route, ctx) => {
        if (route !== 'authorization' || ctx.state['error'] === undefined) return;
        ctx.status = 500;
        ctx.body = {
          error: 'server_error',
          error_description: 'The requested redirect_uri is missing in the client configuration.',
        };
      },
    }),
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: ['https://other.example.com/x', at.callback],
    })),
  expected: 'redirect-not-registered',
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
