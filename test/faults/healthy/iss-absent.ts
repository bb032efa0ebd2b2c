import { announced, defect, sentBack, setUp, variant } from '../variant.ts';

export default variant({
  id: 'iss-absent',
  description: 'The answer to the login names no issuer, and none was announced.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      announced('', (document) => delete document['authorization_response_iss_parameter_supported']),
      sentBack('', (url) => url.searchParams.delete('iss')),
    ),
  ],
});
