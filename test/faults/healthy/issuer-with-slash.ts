import { setUp, states, variant } from '../variant.ts';

export default variant({
  id: 'issuer-with-slash',
  description: 'An issuer that ends in a slash, on both sides.',
  sets: [
    states(setUp('oidc', 'wiki', { issuer: (own) => `${own}/` }), (stated) => ({
      ...stated,
      provider: { ...stated.provider, url: `${stated.provider.url}/` },
    })),
  ],
});
