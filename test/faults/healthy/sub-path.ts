import { APPS, setUp, variant } from '../variant.ts';

export default variant({
  id: 'sub-path',
  description: 'An app below a path.',
  sets: [setUp('authelia', { ...APPS.wiki, url: 'https://home.example.com/wiki' })],
});
