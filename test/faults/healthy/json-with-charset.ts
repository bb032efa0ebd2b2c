import { answer, defect, setUp, variant } from '../variant.ts';

export default variant({
  id: 'json-with-charset',
  description: 'Documents come as JSON with a character set.',
  sets: [
    defect(
      setUp('oidc', 'wiki'),
      answer('', ['discovery', 'jwks', 'token', 'userinfo'], (ctx) =>
        ctx.set('content-type', 'application/json; charset=UTF-8'),
      ),
    ),
  ],
});
