import { redirectPattern } from '../patterns.ts';
import { defect, setUp, variant } from '../variant.ts';

export default variant({
  id: 'pattern-of-own-site',
  description: 'A pattern is registered that only the app’s own site matches.',
  sets: (['keycloak', 'authentik'] as const).map((face) =>
    defect(
      setUp(face, 'wiki'),
      redirectPattern('', '', (asked) => asked.startsWith('https://wiki.example.com/')),
    ),
  ),
});
