import type { AuthorizeAnswer } from '../evidence.ts';

/** What a message blames, most specific first: one about the redirect URI usually names the client too. */
const BLAMES: readonly (readonly [NonNullable<AuthorizeAnswer['blames']>, RegExp])[] = [
  ['pkce', /code_challenge|\bpkce\b|proof key for code/i],
  ['state', /\binvalid_state\b|state.{0,80}(?:weak|characters|entropy|too short)/i],
  ['openid-scope', /(?:missing|without|lacks|requires?).{0,30}\bopenid\b.{0,10}scope|openid scope/i],
  ['redirect-uri', /redirect[ _-]?ur[il]|redirection ur[il]|callback ur[il]|invalid_redirect/i],
  ['response-type', /unsupported_response_type|response_type/i],
  [
    'client',
    /\binvalid_client\b|client_id|client identifier|client (?:is )?(?:not found|invalid|unknown|disabled)|client.{0,40}(?:does not exist|not registered|not found)|(?:unknown|invalid|no such|no active) client/i,
  ],
  ['scope', /\binvalid_scope\b|\bscopes?\b.{0,60}(?:not allowed|invalid|unknown|unsupported|not permitted)/i],
];

/** Returns what an error is about, based on its code and text. */
export function blame(...words: readonly (string | undefined)[]): AuthorizeAnswer['blames'] {
  const text = words.filter((word) => word !== undefined).join(' ');
  return BLAMES.find(([, pattern]) => pattern.test(text))?.[0];
}
