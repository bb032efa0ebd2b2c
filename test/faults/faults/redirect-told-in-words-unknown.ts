import { defect, fault, page, registers } from '../fault.ts';

export default fault({
  id: 'redirect-told-in-words-unknown',
  description:
    'The app’s redirect URI is not registered; the page says so in words that nothing is known of.',
  step: 'client',
  stops: false,
  on: [['oidc', 'photos']],
  base: (set) =>
    defect(set, {
      setting: '',
      onResponse: () => (route, ctx) => {
        if (route !== 'authorization' || ctx.state['error'] === undefined) return;
        page(ctx, 400, 'Etwas ist schiefgelaufen', 'Diese Adresse ist hier nicht hinterlegt.');
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
