import { announced, defect, setUp, variant } from '../variant.ts';

export default variant({
  id: 'no-userinfo',
  description: 'No userinfo endpoint, and an app that needs none.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      announced('', (document) => delete document['userinfo_endpoint']),
    ),
  ],
});
