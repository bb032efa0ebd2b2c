import { answer, defect, setUp, variant } from '../variant.ts';

export default variant({
  id: 'slow-but-there',
  description: 'A provider on a small machine: every answer takes a while.',
  sets: [
    defect(
      setUp('authelia', 'memos'),
      answer(
        '',
        ['discovery', 'jwks', 'authorization', 'token', 'userinfo'],
        () => new Promise((resolve) => setTimeout(resolve, 250)),
      ),
    ),
  ],
});
