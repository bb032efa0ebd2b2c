import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'callback-in-fragment',
  description: 'The provider answers in the fragment.',
  step: 'callback',
  stops: true,
  on: [
    ['keycloak', 'wiki'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    defect(
      { ...set, patience_s: 6 },
      answer(
        'response_modes',
        ['resume'],
        (ctx, _, value) => {
          if (value === 'fragment') ctx.set('location', ctx.response.get('location').replace('?', '#'));
        },
        'fragment',
      ),
    ),
  expected: 'callback-malformed',
  side: 'provider',
  value: () => 'query',
});
