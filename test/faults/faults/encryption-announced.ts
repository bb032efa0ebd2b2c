import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'encryption-announced',
  description: 'authentik’s document, which is made for this provider, announces encrypted ID tokens.',
  step: 'discovery',
  stops: false,
  on: [
    ['authentik', 'romm'],
    ['authentik', 'wiki'],
  ],
  inject: (set) =>
    defect(
      set,
      announced(
        'Encryption Key',
        (document, _, value) => {
          if (value === '(empty)') return;
          document['id_token_encryption_alg_values_supported'] = ['RSA-OAEP-256'];
          document['id_token_encryption_enc_values_supported'] = ['A256CBC-HS512'];
        },
        'authentik Self-signed Certificate',
      ),
    ),
  expected: 'encrypted-id-token',
  side: 'provider',
  value: () => '(empty)',
});
