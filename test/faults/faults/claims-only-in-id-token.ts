import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'claims-only-in-id-token',
  description: 'The provider puts the claims into the ID token only, the app reads userinfo.',
  step: 'claims',
  stops: false,
  on: [
    ['keycloak', 'memos'],
    ['oidc', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        set.face === 'keycloak' ? 'Add to userinfo' : 'userinfo claims',
        'userinfo',
        (ctx, _, value) => {
          const body = jsonBody(ctx);
          if (!body || value === 'On') return;
          const kept = value?.split(', ') ?? [];
          for (const name of Object.keys(body)) if (name !== 'sub' && !kept.includes(name)) delete body[name];
        },
        '',
      ),
    ),
  expected: 'claims-missing-from-userinfo',
  side: 'provider',
});
