import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'any-provider-with-every-app',
  description: 'A provider that nothing is known of with every app.',
  sets: [
    setUp('oidc', 'memos'),
    setUp('oidc', 'romm'),
    setUp('oidc', 'kestra'),
    setUp('oidc', 'wiki'),
    setUp('oidc', 'photos'),
  ],
});
