import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'skew-behind',
  description: 'The provider’s clock is twenty seconds behind.',
  sets: [setUp('authelia', 'memos', { clock_s: -20 })],
});
