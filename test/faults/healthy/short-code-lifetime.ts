import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'short-code-lifetime',
  description: 'Codes that hold for ten seconds, tokens for five minutes.',
  sets: [setUp('keycloak', 'memos', { practice: { codeSeconds: 10, idTokenSeconds: 300 } })],
});
