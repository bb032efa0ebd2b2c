import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'https-with-own-ca',
  description: 'Https with a CA of one’s own that the workspace names.',
  sets: [
    setUp('authelia', 'romm', { https: 'good' }),
    setUp('authentik', 'memos', { https: 'good', host: 'localhost' }),
    setUp('oidc', 'wiki', { https: 'good' }),
  ],
});
