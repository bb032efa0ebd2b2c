import { announced, defect, setUp, variant } from '../variant.ts';

export default variant({
  id: 'encryption-offered',
  description:
    'The provider’s document lists what it could do for other clients: encryption, DPoP, pushed requests.',
  sets: (['keycloak', 'authelia'] as const).map((face) =>
    defect(
      setUp(face, 'romm'),
      announced('', (document) => {
        document['id_token_encryption_alg_values_supported'] = ['RSA-OAEP', 'RSA-OAEP-256'];
        document['id_token_encryption_enc_values_supported'] = ['A256GCM'];
        document['dpop_signing_alg_values_supported'] = ['ES256'];
        document['require_pushed_authorization_requests'] = false;
        document['require_request_uri_registration'] = true;
        document['response_modes_supported'] = ['query', 'fragment', 'form_post', 'query.jwt'];
        document['tls_client_certificate_bound_access_tokens'] = true;
      }),
    ),
  ),
});
