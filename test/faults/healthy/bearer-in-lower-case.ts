import { answer, defect, jsonBody, setUp, variant } from '../variant.ts';

export default variant({
  id: 'bearer-in-lower-case',
  description: 'The token type is written in lower case.',
  sets: [
    defect(
      setUp('authelia', 'memos'),
      answer('', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (body?.['token_type']) body['token_type'] = 'bearer';
      }),
    ),
  ],
});
