import { answer, defect, jsonBody, setUp, variant } from '../variant.ts';

export default variant({
  id: 'scope-unstated',
  description: 'The token answer states no scope, which means as asked.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      answer('', 'token', (ctx) => {
        delete jsonBody(ctx)?.['scope'];
      }),
    ),
  ],
});
