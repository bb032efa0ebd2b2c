import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'basic-only',
  description: 'A provider that takes Basic only, and an app that sends it.',
  sets: [
    setUp('oidc', 'romm', {
      practice: { tokenEndpointAuthMethods: ['client_secret_basic'], enforceAuthMethod: true },
    }),
  ],
});
