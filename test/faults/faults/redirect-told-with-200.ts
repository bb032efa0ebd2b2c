import { defect, fault, page, registers } from '../fault.ts';

export default fault({
  id: 'redirect-told-with-200',
  description:
    'The app’s redirect URI is not registered, and the provider says so on a page with status 200.',
  step: 'client',
  stops: false,
  on: [
    ['oidc', 'photos'],
    ['keycloak', 'wiki'],
  ],
  base: (set) =>
    defect(set, {
      setting: '',
      onResponse: () => (route, ctx) => {
        if (route !== 'authorization' || ctx.state['error'] === undefined) return;
        page(
          ctx,
          200,
          'oops! something went wrong',
          "invalid_redirect_uri: redirect_uri did not match any of the client's registered redirect_uris",
        );
      },
    }),
  inject: (set) =>
    registers(set, (client, at) => ({
      ...client,
      redirect_uris: ['https://other.example.com/x', at.callback],
    })),
  expected: (face) => (face === 'keycloak' ? 'redirect-keycloak' : 'redirect-not-registered'),
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
