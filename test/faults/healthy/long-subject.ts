import { PERSON, setUp, variant } from '../variant.ts';

export default variant({
  id: 'long-subject',
  description: 'A subject of 255 characters.',
  sets: [setUp('oidc', 'wiki', { account: { ...PERSON, sub: 'x'.repeat(255) } })],
});
