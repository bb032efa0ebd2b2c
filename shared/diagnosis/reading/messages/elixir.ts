import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** openid_connect for Elixir: lib/openid_connect.ex. Its words for a signature that no key of the set fits. */
const OPENID_CONNECT = saidBy({ by: 'openid_connect (Elixir)', versions: '0.2 to 1.0' }, [
  {
    says: ':invalid_jwt, "verification failed"',
    finding: 'id-token-signature-wrong',
    example: 'Details: {:invalid_jwt, "verification failed"}',
  },
  {
    says: ':invalid_jwt, "invalid token format"',
    finding: 'id-token-malformed',
    example: '{:error, {:invalid_jwt, "invalid token format"}}',
  },
]);

/** What libraries in Elixir say. */
export const ELIXIR: readonly Recogniser[] = OPENID_CONNECT;
