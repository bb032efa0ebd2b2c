import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'roles-met',
  description: 'The person has one of the roles that the app’s settings name, or the filter matches.',
  sets: [
    setUp('authelia', {
      ...APPS.romm,
      settings: { role_claim: 'groups', role_admin: 'lab-admins', role_viewer: 'nobody' },
    }),
    setUp('authentik', { ...APPS.romm, settings: { role_claim: 'groups', role_viewer: 'lab-users' } }),
    setUp('authelia', { ...APPS.memos, settings: { identifier_filter: '^(?:grace|ada)-lab$' } }),
    setUp('keycloak', { ...APPS.memos, settings: { identifier_filter: '-lab' } }),
  ],
});
