import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'kanidm-with-apps',
  description: 'Kanidm with apps that send PKCE.',
  sets: [setUp('kanidm', 'wiki'), setUp('kanidm', 'memos')],
});
