import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'skew-ahead',
  description: 'The provider’s clock is twenty seconds ahead.',
  sets: [setUp('oidc', 'wiki', { clock_s: 20 })],
});
