import { setUp, states, variant } from '../variant.ts';

export default variant({
  id: 'issuer-of-one-app-as-address',
  description:
    'authentik as a provider that nothing is known of, whose address is the issuer of one application.',
  sets: [
    states(setUp('authentik', 'wiki'), (stated, at) => ({
      ...stated,
      provider: { kind: 'oidc', url: at.issuer },
    })),
  ],
});
