import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'groups-for-romm',
  description: 'RomM reads roles from groups, which the client may ask for.',
  sets: [
    setUp('authelia', { ...APPS.romm, settings: { role_claim: 'groups', role_viewer: '*' } }),
    // authentik has no scope of that name: the groups come with the scope profile.
    setUp('authentik', { ...APPS.romm, settings: { role_claim: 'groups', role_viewer: '*' } }),
    setUp('keycloak', { ...APPS.romm, settings: { role_claim: 'groups', role_viewer: '*' } }),
  ],
});
