import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'keycloak-with-every-app',
  description: 'Keycloak with Memos, RomM, Kestra and an app of one’s own.',
  sets: [
    setUp('keycloak', 'memos'),
    setUp('keycloak', 'romm'),
    setUp('keycloak', 'kestra'),
    setUp('keycloak', 'wiki'),
  ],
});
