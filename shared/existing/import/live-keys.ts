import type { AppEntry } from '../../workspace/types.ts';
import type { FoundClient } from './found.ts';

/** What an entry of a workspace can take over from a client as its provider holds it now. */
export const LIVE_KEYS = [
  'client_name',
  'redirect_uris',
  'scopes',
  'token_endpoint_auth_method',
  'access_token_signed_response_alg',
  'require_pkce',
  'policy',
  'groups',
  'consent',
] as const satisfies readonly (keyof AppEntry & keyof FoundClient)[];
export type LiveKey = (typeof LIVE_KEYS)[number];
