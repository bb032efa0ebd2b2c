import { defect, fault } from '../fault.ts';
import { redirectPattern } from '../patterns.ts';

export default fault({
  id: 'redirect-any',
  description: 'A pattern is registered that every address matches.',
  step: 'client',
  stops: false,
  severity: 'warn',
  on: [
    ['authentik', 'romm'],
    ['keycloak', 'wiki'],
    ['oidc', 'photos'],
  ],
  inject: (set) => {
    const setting =
      set.face === 'authentik'
        ? 'Redirect URIs'
        : set.face === 'keycloak'
          ? 'Valid redirect URIs'
          : 'redirect_uris';
    return defect(
      set,
      redirectPattern(setting, '.*', (_, value) => value === '.*'),
    );
  },
  expected: 'redirect-takes-any',
  side: 'provider',
  value: (at) => at.redirect_uris[0]!,
});
