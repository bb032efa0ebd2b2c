import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'authelia-with-every-app',
  description: 'Authelia with Memos, RomM and Kestra.',
  sets: [setUp('authelia', 'memos'), setUp('authelia', 'romm'), setUp('authelia', 'kestra')],
});
