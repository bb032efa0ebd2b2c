import { isWordLike } from './word-like.ts';

/**
 * Removes secrets from foreign text: pasted logs, addresses, configuration. Recognises them by the name
 * before a value, by the well-known forms of tokens, digests and keys, and by long random-looking runs. What a
 * person needs to read stays: words, names of classes and files, error codes. Linear in the length of the text.
 */
export const REDACTED = '[redacted]';

/** Names whose value is always secret. Case, `-` and `_` are ignored. */
const SECRET_NAMES = new Set([
  'code',
  'state',
  'nonce',
  'codeverifier',
  'codechallenge',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'idtokenhint',
  'logouthint',
  'token',
  'secret',
  'password',
  'passwd',
  'pass',
  'pwd',
  'apikey',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'session',
  'sessionid',
  'sessionstate',
  'assertion',
  'clientassertion',
  'subjecttoken',
  'devicecode',
  'usercode',
  'samlresponse',
  'ticket',
  'otp',
  'jwt',
  'bearer',
  'privatekey',
  'passphrase',
  'logintoken',
  'csrf',
  'xsrf',
]);
/** Endings of names such as `OIDC_CLIENT_SECRET`, `hmac_secret`, `encryption-key`. */
const SECRET_ENDINGS =
  /(?:secrets?|passwords?|passwd|passphrases?|token|apikey|privatekey|secretkey|encryptionkey|authkey|signingkey|hmackey|cookie|credentials?|csrf|xsrf|session|digest)$/;
/** Names that end like the name of a secret but are harmless. */
const HARMLESS = /^(?:revocationendpointtoken|nosecret|hassecret|haspassword|usespassword|prompt)$/;

const NAME_CHARACTER = /[A-Za-z0-9_.-]/;
const MAX_NAME = 80;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** True for a name whose value must not be shown. */
export function isSecretName(name: string): boolean {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (HARMLESS.test(bare)) return false;
  return SECRET_NAMES.has(bare) || SECRET_ENDINGS.test(bare);
}

/** Replaces every secret in the text by `[redacted]`. */
export function redactText(text: string): string {
  const spans = [...namedValues(text), ...knownForms(text)].sort((a, b) => a.from - b.from || b.to - a.to);
  const parts: string[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.to <= at) continue;
    if (span.from > at) parts.push(text.slice(at, span.from));
    if (parts.at(-1) !== REDACTED) parts.push(REDACTED);
    at = span.to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Parameters of an address that may be shown as they are. */
const OPEN_PARAMETERS = new Set([
  'client_id',
  'response_type',
  'response_mode',
  'scope',
  'code_challenge_method',
  'error',
  'error_description',
  'error_hint',
  'error_uri',
  'iss',
  'prompt',
  'max_age',
  'ui_locales',
  'display',
  'acr_values',
  'grant_type',
  'token_endpoint_auth_method',
]);
/** Parameters whose value is an address. */
const ADDRESS_PARAMETERS = new Set(['redirect_uri', 'post_logout_redirect_uri', 'rd', 'next', 'return_to']);

/**
 * Removes user, password, path parts that look secret and every parameter not known to be harmless from an
 * address. Treats addresses in parameters the same way. If the text is not a URL, works like `redactText`.
 */
export function redactUrl(text: string): string {
  return redactUrlAt(text, 0);
}

function redactUrlAt(text: string, depth: number): string {
  const parts = /^([a-z][a-z0-9+.-]*:)(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(text);
  if (!parts) return redactText(text);
  // Built from the text itself: a URL parser would add a slash, and issuers are compared byte for byte.
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = parts;
  const open = authority.includes('@') ? `//${authority.slice(authority.lastIndexOf('@') + 1)}` : authority;
  const behind = fragment.slice(1);
  return `${scheme}${open}${redactText(path)}${query === '' ? '' : `?${parameters(query.slice(1), depth)}`}${
    behind === '' ? '' : `#${behind.includes('=') ? parameters(behind, depth) : REDACTED}`
  }`;
}

function parameters(query: string, depth: number): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0) return redactText(pair);
      const name = pair.slice(0, at);
      const value = decode(pair.slice(at + 1));
      if (value === '') return `${redactText(name)}=`;
      if (ADDRESS_PARAMETERS.has(name) && depth < 2 && /^[a-z][a-z0-9+.-]*:/i.test(value))
        return `${name}=${redactUrlAt(value, depth + 1)}`;
      const open = OPEN_PARAMETERS.has(name) || (!isSecretName(name) && isReason(value));
      return open ? redactText(`${name}=${value}`) : `${redactText(name)}=${REDACTED}`;
    })
    .join('&');
}

/**
 * True for a reason in words: `username_claim_missing`, `User registration is not allowed`. One word alone is
 * not enough, because a value may look like one.
 */
const isReason = (value: string): boolean =>
  value.length <= 200 && (isWords(value, '_') || isWords(value, '-') || isWords(value, ' '));

/** True for two or more words of letters with this sign between them. */
function isWords(value: string, between: string): boolean {
  const words = value.split(between);
  return (
    words.length > 1 &&
    words.every((word) => /^[A-Za-z]?[a-z'’]{0,15}[.,:;!?]?$/.test(word)) &&
    isWordLike(value)
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return REDACTED;
  }
}

/** Finds the values after `name=`, `name:`, `"name":`, `name%3D` and similar forms. */
function namedValues(text: string): Span[] {
  const spans: Span[] = [];
  const separators = /%25(?:3[dD])|%3[dDaA]|=>|[=:]/g;
  for (let match = separators.exec(text); match; match = separators.exec(text)) {
    const { name, from } = nameBefore(text, match.index);
    if (name === '' || !isSecretName(name)) continue;
    const found = valuesAfter(text, match.index + match[0].length, {
      name: name.toLowerCase().replace(/[^a-z0-9]/g, ''),
      colon: match[0] === ':',
      inAddress: /[?&#;]$|%(?:25)?(?:26|3[fF]|23)$/.test(text.slice(Math.max(0, from - 5), from)),
      beginsLine: /(?:^|\n)[ \t]*(?:- |export )?["']?$/.test(text.slice(Math.max(0, from - 60), from)),
    });
    spans.push(...found);
    const last = found.at(-1);
    if (last) separators.lastIndex = Math.max(separators.lastIndex, last.to);
  }
  return spans;
}

interface Named {
  /** In lower case, letters and digits only. */
  readonly name: string;
  readonly colon: boolean;
  /** True if the name is a parameter of an address. */
  readonly inAddress: boolean;
  readonly beginsLine: boolean;
}

/** The identifier before `end`, and where it begins. Skips quotes, escapes and blanks between the two. */
function nameBefore(text: string, end: number): { readonly name: string; readonly from: number } {
  let to = end;
  const least = Math.max(0, end - MAX_NAME);
  while (to > least && /[\s"'\\`\]]/.test(text[to - 1]!)) to--;
  let from = to;
  while (from > least && NAME_CHARACTER.test(text[from - 1]!)) from--;
  // An encoded separator before the name (`%26code%3D…`) leaves its digits in front of the name.
  const digits =
    text[from - 1] === '%'
      ? (/^(?:25)?(?:26|3[fF]|22|23|20|0[aA])(?=[a-z])/.exec(text.slice(from, to))?.[0].length ?? 0)
      : 0;
  return { name: text.slice(from + digits, to), from: from + digits };
}

function valuesAfter(text: string, start: number, named: Named): Span[] {
  const from = skipBlanks(text, start);
  if (/^(?:proxy)?authorization$|cookie$/.test(named.name)) return span(from, endOfLine(text, from));
  if (text[from] === '[') return listAfter(text, from + 1, named);
  // A map: its own names tell what is secret.
  if (text[from] === '{') return [];
  const block = /^[|>][+\-\d]{0,2}[ \t]*\r?\n[ \t]+/.exec(text.slice(from, from + 120))?.[0];
  if (block !== undefined) return span(from + block.length, endOfLine(text, from + block.length));
  const quoted = quotedAt(text, from);
  if (quoted) return isShown(text, quoted, named, true) ? [] : span(quoted.from, quoted.to);
  const whole = named.beginsLine && /(?:password|passwd|passphrase|secret)$/.test(named.name);
  const value = { from, to: whole ? endOfPhrase(text, from) : endOfWord(text, from) };
  return value.to === from || isShown(text, value, named, false) ? [] : span(value.from, value.to);
}

const span = (from: number, to: number): Span[] => (to > from ? [{ from, to }] : []);

function skipBlanks(text: string, start: number): number {
  let from = start;
  while (from < text.length && from < start + 8 && /[ \t]/.test(text[from]!)) from++;
  return from;
}

function endOfLine(text: string, from: number): number {
  let to = from;
  while (to < text.length && !/[\r\n]/.test(text[to]!)) to++;
  return to;
}

/** The end of a value that may have blanks: the end of the line, without a comment. */
function endOfPhrase(text: string, from: number): number {
  let to = endOfWord(text, from);
  while (/[ \t]/.test(text[to] ?? '')) {
    const next = skipBlanks(text, to);
    if (text[next] === '#' || next >= text.length || !/[^\s"'{}[\]=:]/.test(text[next]!)) break;
    const end = endOfWord(text, next);
    // `name=` or `name:` begins something else.
    if (end === next || /[=:]/.test(text.slice(next, end))) break;
    to = end;
  }
  return to;
}

/** The inside of a value in quotes, also escaped or encoded ones. */
function quotedAt(text: string, start: number): Span | undefined {
  const quote = /^\\?["'`]|^%22/.exec(text.slice(start, start + 3))?.[0];
  if (quote === undefined) return undefined;
  const from = start + quote.length;
  const mark = quote.at(-1)!;
  let to = from;
  if (quote === '%22') {
    const end = text.indexOf('%22', from);
    to = end < 0 ? endOfWord(text, from) : end;
  } else {
    while (to < text.length && text[to] !== mark && text[to] !== '\n')
      to += text[to] === '\\' && quote.length === 1 ? 2 : 1;
    to = Math.min(to, text.length);
    if (quote.length === 2 && text[to - 1] === '\\') to--;
  }
  return { from, to };
}

/** The items of a list. After the name of a token, words stay: they are the claims that it gets. */
function listAfter(text: string, start: number, named: Named): Span[] {
  const spans: Span[] = [];
  let at = start;
  for (let count = 0; count < 200; count++) {
    while (at < text.length && /[\s,]/.test(text[at]!)) at++;
    if (at >= text.length || /[\][{}]/.test(text[at]!)) break;
    const quoted = quotedAt(text, at);
    const item = quoted ?? { from: at, to: endOfWord(text, at) };
    if (item.to <= item.from && !quoted) break;
    const value = text.slice(item.from, item.to);
    if (!(named.name.endsWith('token') && /^[a-z]{2,20}(?:_[a-z]{2,20}){0,3}$/.test(value)))
      spans.push(...span(item.from, item.to));
    at = quoted ? item.to + (text[item.to] === '\\' ? 2 : 1) : item.to;
  }
  return spans;
}

/** Finds the end of an unquoted value. An encoded `&` or blank also ends it. */
function endOfWord(text: string, from: number): number {
  let to = from;
  while (to < text.length && !/[\s&"'<>`;,|)}\]]/.test(text[to]!)) {
    if (text[to] === '%' && /^%(?:25)?(?:26|22|20|0[aA])/.test(text.slice(to, to + 5))) break;
    to++;
  }
  return to;
}

/** Words that tell of a secret, and are none. */
const PROSE =
  /^(?:a|an|and|are|been|can|cannot|could|does|empty|error|expected|expired|failed|failure|fetch|for|from|has|have|in|incorrect|invalid|is|it|length|malformed|mismatch|missing|must|no|not|of|option|or|required|revoked|should|that|the|this|to|too|unable|unauthorized|unknown|was|were|with|wrong)$/i;
/** The status codes of gRPC, as its programs write them. */
const GRPC =
  /^(?:OK|Canceled|Unknown|InvalidArgument|DeadlineExceeded|NotFound|AlreadyExists|PermissionDenied|ResourceExhausted|FailedPrecondition|Aborted|OutOfRange|Unimplemented|Internal|Unavailable|DataLoss|Unauthenticated)$/;

/** True for harmless values after a secret name: error codes, statuses, words of prose. */
function isShown(text: string, { from, to }: Span, named: Named, quoted: boolean): boolean {
  const value = text.slice(from, to);
  if (value.length > 64) return false;
  if (/^\[?redacted\]?$/i.test(value) || /^[*•x]+$/i.test(value)) return true;
  const { name, colon, inAddress } = named;
  if (name === 'code' && isErrorCode(value, inAddress)) return true;
  if (/^(?:true|false|null|none|nil|undefined)$/i.test(value)) return true;
  if (quoted || inAddress) return false;
  if (!colon) {
    // A line of a program, as traces show them: `token = await client.fetch_token(…)`.
    return text[from - 1] === ' ' && /^(?:await|new)$/.test(value);
  }
  if (/^\d{3}$/.test(value) || value.endsWith(':')) return true;
  if (PROSE.test(value.replace(/[.,:;]$/, '')) && !named.beginsLine) return true;
  return /^(?:state|nonce|token|session)$/.test(name) && /^[a-z]{1,12}[.,:]?$/i.test(value);
}

/** Numbers of statuses, `ERR_INVALID_URL`, `ECONNREFUSED`, `PermissionDenied`, `user_creation_failed`. */
function isErrorCode(value: string, inAddress: boolean): boolean {
  if (/^\d{1,3}$/.test(value)) return true;
  // In an address, a code may be any short value.
  if (inAddress) return false;
  if (GRPC.test(value) || /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$|^E[A-Z]{4,}$/.test(value)) return true;
  if (isWords(value, '_') || isWords(value, '-')) return true;
  return /^[a-z]{4,20}$|^(?:[A-Z][a-z]{2,15}){2,4}$/.test(value) && isWordLike(value);
}

/** Forms of tokens, digests, keys and credentials. Each pattern is linear: it has no nested repetition. */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
  /\$(?:\$)?(?:pbkdf2|argon2|bcrypt|scrypt|2[aby]|5|6|plaintext|sha\d|base64)[a-z0-9-]*\$[^\s"'<>;&]+/gi,
  /\bauthelia_(?:ac|at|rt|pt|par|dc)_[A-Za-z0-9._~-]+/g,
  /\bory_(?:ac|at|rt)_[A-Za-z0-9._~-]+/g,
  /\b(?:gh[opsur]_|github_pat_|glpat-|gloas-|xox[abeoprs]-|sk_live_|sk_test_|npm_|dop_v1_|hv[sb]\.|ya29\.|AIza|AKIA)[A-Za-z0-9._~/+-]{8,}/g,
  // The bytes of a text as decimal numbers, as Rust's error messages show an answer.
  /\[(?:\d{1,3}, ?){15,}\d{1,3}\]?/g,
  /(?<=:\/\/)[^\s/@"'<>]{1,256}(?=@)/g,
];
/** An authorization scheme with what may be its credentials. */
const AUTHORIZATION =
  /\b(?:Bearer|Basic|Digest|DPoP)(?:\s|%20|\+)+(?!realm\b|error\b)([A-Za-z0-9._~+/=-]{6,})/gi;

/** Replaces the credentials behind an authorization scheme: `Bearer [redacted]`. */
export const redactCredentials = (text: string): string =>
  text.replace(AUTHORIZATION, (whole, value: string) =>
    isProse(value) ? whole : `${/^[A-Za-z]+/.exec(whole)?.[0]} ${REDACTED}`,
  );

/** True for what follows `Bearer` or `Basic` in a sentence: `Basic authentication`, `bearer authorization`. */
const isProse = (value: string): boolean => /^[A-Za-z]?[a-z-]+[.,]?$/.test(value) && isWordLike(value);

/**
 * Names, in the form of `Named`, whose value may look random and is public: one has to compare it on both
 * sides, or find it in a log. Also with something in front: `OIDC_CLIENT_ID`.
 */
const PUBLIC_NAME = /(?:^(?:aud|azp|appid|kid)|(?:client|correlation|request|span|trace)id)$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a random-looking value that its name or its form shows to be public. */
function isPublic(text: string, { from, to }: Span): boolean {
  const value = text.slice(from, to);
  if (value.length > 128 || !/^[A-Za-z0-9_-]+$/.test(value)) return false;
  const before = text.slice(Math.max(0, from - MAX_NAME), from);
  // In a sentence: `client with id 'k7Zr…'`.
  if (value.length <= 64 && /\b(?:client (?:with )?id|client_id|kid) ?\\?["'`]?$/i.test(before)) return true;
  const separator = /(?:%(?:25)?3[dDaA]|=>|[=:])[ \t]{0,8}(?:\\?["'`]|%22)?$/.exec(before);
  const name = separator ? nameBefore(text, from - before.length + separator.index).name : '';
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (value.length <= 64 && PUBLIC_NAME.test(bare)) return true;
  // The digest of an image or a file.
  if (/^sha(?:1|256|384|512)$/.test(bare) && name.length === bare.length && /^[0-9a-f]+$/.test(value))
    return true;
  // An identifier, unless the word before it says otherwise.
  return UUID.test(value) && !SECRET_WORD.test(before);
}
const SECRET_WORD =
  /(?:secret|passw(?:or)?d|token|code|session|cookie|key|ticket|credentials?)s?(?: (?:is|was|of|value))?[ \t:="'`(]{1,8}$/i;

/** Finds long runs of mixed letters and digits, like random values, without those known to be public. */
function knownForms(text: string): Span[] {
  const spans: Span[] = [];
  for (const form of FORMS) {
    form.lastIndex = 0;
    for (const match of text.matchAll(form))
      spans.push({ from: match.index, to: match.index + match[0].length });
  }
  for (const match of text.matchAll(AUTHORIZATION))
    if (!isProse(match[1]!)) spans.push({ from: match.index, to: match.index + match[0].length });
  for (const match of text.matchAll(/[A-Za-z0-9_~+/=-]{20,}/g)) {
    for (const part of looksRandom(match[0])) {
      const found = { from: match.index + part.from, to: match.index + part.to };
      if (!isPublic(text, found)) spans.push(found);
    }
  }
  return spans;
}

/**
 * Finds the random-looking parts of a run without blanks: not made of words, and with enough letters and
 * digits, or long.
 */
function looksRandom(run: string): Span[] {
  const spans: Span[] = [];
  for (const match of run.matchAll(/[^/=]{20,}/g)) {
    const part = match[0];
    const count = (characters: RegExp): number => part.match(characters)?.length ?? 0;
    const [digits, upper, lower] = [count(/\d/g), count(/[A-Z]/g), count(/[a-z]/g)];
    const letters = upper + lower;
    const mixed = digits >= 3 && upper >= 3 && lower >= 3;
    const long = part.length >= 28 && ((digits >= 4 && letters >= 4) || letters >= 28);
    if ((mixed || long) && !isWordLike(part))
      spans.push({ from: match.index, to: match.index + part.length });
  }
  return spans;
}
