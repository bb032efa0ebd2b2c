/** The sentence of RFC 6749 §5.2 for invalid_grant, which lists all that the code may mean. */
const OF_GRANT = /\b(?:the )?provided authorization grant\b.{0,200}?\bissued to another client\b\.?/gi;

/**
 * Sentences that say no more than their error code. RFC 6749 §4.1.2.1 and §5.2 define one sentence per code,
 * which lists every reason that the code can have ("… does not match the redirection URI …, or was issued to
 * another client"), and many providers send exactly that sentence. The last three are hints that
 * ory/fosite (Authelia, Pocket ID, Hydra) adds to every error of a kind (fosite errors.go).
 */
const STANDARD: readonly RegExp[] = [
  OF_GRANT,
  /client authentication failed \(e\.g\.,? unknown client[^)]*\)\.?/gi,
  /the request is missing a required parameter, includes an (?:invalid|unsupported) parameter value.{0,220}?\botherwise malformed\.?/gi,
  /the requested scope is invalid, unknown, (?:or )?malformed(?:, or exceeds the scope granted by the resource owner)?\.?/gi,
  /the (?:authenticated )?client is not authorized to (?:use this authorization grant type|request an? (?:authorization code|access token|token) using this method)\.?/gi,
  /the authorization (?:grant type is not supported by the authorization server|server does not support obtaining an? (?:authorization code|access token|token) using this method)\.?/gi,
  /the resource owner or authorization server denied the request\.?/gi,
  /make sure that the various parameters are correct\b.{0,200}?\bredirect_uri you specified\.?/gi,
  /make sure that client id and secret are correctly specified and that the client exists\.?/gi,
  /make sure that the request you are making is valid\. maybe the credential.{0,120}?restricted\.?/gi,
];

const GRANT = 'invalid_grant';

/** The text with its code in place of a sentence that says the code and nothing more. In letters of any case. */
export const asCodes = (text: string): string => text.replace(OF_GRANT, GRANT);

/** The sentence of a text in whose place `asCodes` puts this code. */
export const sentenceOf = (code: string, text: string): string | undefined =>
  code === GRANT ? text.match(OF_GRANT)?.[0] : undefined;

/** A parameter of the request that a page repeats, with its value. It says what was sent, not what is wrong. */
const ECHOED =
  /\b(?:client_id|redirect_uri|response_type|response_mode|scope|state|nonce|prompt|code_challenge|code_challenge_method)=[^\s&"'<>]*/gi;

/** What stands in the place of a secret (`fingerprint` of the redactor). Its words are ours. */
const FINGERPRINT = /\[\d+ characters, [0-9a-f]{4}\]/g;

/**
 * What a provider says in its own words: without the standard's sentences and without the repeated request.
 * Only this part of a message may be searched for a reason.
 */
export function ownWords(...texts: readonly (string | undefined)[]): string {
  const text = texts.join(' ').slice(0, 10_000).replace(/\s+/g, ' ').replace(FINGERPRINT, ' ');
  return STANDARD.reduce((rest, sentence) => rest.replace(sentence, ' '), text).replace(ECHOED, ' ');
}

/** The number of characters that the text asks for, as of a state or nonce that is too short. */
export const minimumLength = (text: string): string | undefined =>
  /(?:at least (?:be )?|minimum entropy of )(\d{1,4}) characters/i.exec(text)?.[1];

/** Words that make a sentence about something that is wrong. */
const WRONG =
  /\b(?:errors?|refused|rejected|denied|forbidden|unregistered|unknown|malformed|missing|disabled|mismatch\w*)\b|invalid|unauthori[sz]ed|unsupported|(?:\bnot|n['’]t) (?:been |an? )?(?:allowed|match|registered|found|trusted|exist|supported|valid|permitted|known|correspond|authori[sz]ed)/i;

/** The sentences of a page that say that something is wrong. Other words, as on a login form, are left out. */
export const complaints = (text: string): string =>
  text
    .split(/(?<=[.!?])\s+|\s{2,}|\n/)
    .filter((sentence) => WRONG.test(sentence))
    .join(' ');
