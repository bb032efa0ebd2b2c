import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'logout-at-provider',
  description: 'RomM signs out at the provider, which has an address for it.',
  sets: [setUp('authentik', { ...APPS.romm, settings: { rp_initiated_logout: true } })],
});
