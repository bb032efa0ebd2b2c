import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'authentik-with-every-app',
  description: 'authentik with Memos, RomM and Kestra.',
  sets: [setUp('authentik', 'memos'), setUp('authentik', 'romm'), setUp('authentik', 'kestra')],
});
