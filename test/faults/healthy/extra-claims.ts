import { answer, defect, idToken, jsonBody, setUp, variant } from '../variant.ts';

export default variant({
  id: 'extra-claims',
  description: 'The ID token and userinfo hold claims that nobody asked for.',
  sets: [
    defect(
      setUp('keycloak', 'romm'),
      idToken('', (claims) => {
        Object.assign(claims, {
          acr: '1',
          sid: 'a-session',
          resource_access: { account: { roles: ['view'] } },
        });
      }),
      answer('', 'userinfo', (ctx) => {
        Object.assign(jsonBody(ctx) ?? {}, { locale: 'de', ext: { deep: [1, { more: true }] } });
      }),
    ),
  ],
});
