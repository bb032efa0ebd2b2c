import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'several-keys',
  description: 'Keys of several kinds, each with its name.',
  sets: [setUp('oidc', 'wiki', { algs: ['RS256', 'ES256', 'PS256', 'EdDSA'] })],
});
