import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'post-only',
  description: 'A provider that takes the secret in the form only, and an app that sends it there.',
  sets: [
    setUp(
      'oidc',
      { kind: 'memos', url: 'https://memos.example.com', version: '0.29' },
      {
        practice: { tokenEndpointAuthMethods: ['client_secret_post'], enforceAuthMethod: true },
      },
    ),
  ],
});
