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
    setUp('authelia', {
      kind: 'mealie',
      url: 'https://recipes.example.com',
      settings: { user_group: 'lab-users', admin_group: 'lab-chiefs' },
    }),
    setUp('authentik', {
      kind: 'grafana',
      url: 'https://graphs.example.com',
      settings: { role_attribute_path: "contains(groups[*], 'lab-admins') && 'Admin' || 'Viewer'" },
    }),
    setUp('authelia', { ...APPS.memos, settings: { identifier_filter: '^(?:grace|ada)-lab$' } }),
    setUp('keycloak', { ...APPS.memos, settings: { identifier_filter: '-lab' } }),
  ],
});
