import type { AuthorizeAnswer } from '../evidence.ts';
import { ownWords } from './words.ts';

/** What a message blames, most specific first: one about the redirect URI usually names the client too. */
const BLAMES: readonly (readonly [NonNullable<AuthorizeAnswer['blames']>, RegExp])[] = [
  ['pkce', /code_challenge|code_verifier|\bpkce\b|proof key for code/i],
  ['pushed-request', /pushed authori[sz]ation|\bPAR (?:is )?(?:required|enforced)|requires PAR\b/i],
  [
    'request-object',
    /\brequest object\b|invalid_request_object|missing parameter: '?request\b|signed (?:authori[sz]ation )?request/i,
  ],
  [
    'state',
    /\b(?:invalid_state|insufficient_entropy)\b|\b(?:state|nonce)\b.{0,120}(?:weak|characters|entropy|too short)/i,
  ],
  [
    'openid-scope',
    /(?:missing|without|lacks|requires?).{0,30}\bopenid\b.{0,10}scope|openid scope|missing required scope.{0,10}\bopenid\b/i,
  ],
  [
    'redirect-uri',
    /redirect[ _-]?ur[il]|redirection ur[il]|callback ur[il]|invalid_redirect|redirect (?:address|url)/i,
  ],
  [
    'response-type',
    /unsupported_response_type|response_type|response type|\bflow is (?:not allowed|disabled)|not allowed to initiate/i,
  ],
  [
    'client',
    /\binvalid_client\b|client_id|client identifier|client ?id\b.{0,20}(?:invalid|unknown|missing|not found)|(?:invalid|unknown).{0,8}client ?id\b|client (?:is )?(?:not found|invalid|unknown|disabled)|client.{0,40}(?:does not exist|not registered|not found)|(?:unknown|invalid|no such|no active) client|unable to retrieve client/i,
  ],
  [
    'scope',
    /\binvalid_scope\b|invalid scopes?\b|\bscopes?\b.{0,60}(?:not allowed|invalid|unknown|unsupported|not permitted)/i,
  ],
];

/** Returns what an error is about, based on its code and on what it says in its own words. */
export function blame(...words: readonly (string | undefined)[]): AuthorizeAnswer['blames'] {
  const text = ownWords(...words);
  return BLAMES.find(([, pattern]) => pattern.test(text))?.[0];
}
