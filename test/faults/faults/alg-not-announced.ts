import { announced, defect, fault, registers } from '../fault.ts';

export default fault({
  id: 'alg-not-announced',
  description: 'ID tokens are signed with an algorithm that the provider does not announce.',
  step: 'id-token',
  stops: false,
  on: [['oidc', 'wiki']],
  base: (set) => ({ ...set, algs: ['RS256', 'PS256'] }),
  inject: (set) =>
    defect(
      registers(set, (client) => ({ ...client, id_token_alg: 'PS256' })),
      announced('provider', (document) => {
        document['id_token_signing_alg_values_supported'] = ['RS256'];
      }),
    ),
  expected: 'signing-algorithm',
  side: 'provider',
  value: () => 'RS256',
});
