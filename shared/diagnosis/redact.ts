import { TOKEN_BEGINNINGS } from '../workspace/secret-looks.ts';
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
  'idtokenhint',
  'logouthint',
  'pass',
  'pwd',
  'authorization',
  'proxyauthorization',
  'sessionid',
  'sessionstate',
  'assertion',
  'clientassertion',
  'devicecode',
  'usercode',
  'samlresponse',
  'ticket',
  'otp',
  'jwt',
  'bearer',
]);
/** Endings of names such as `token`, `OIDC_CLIENT_SECRET`, `hmac_secret`, `encryption-key`. */
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
  const bare = bareName(name);
  if (HARMLESS.test(bare)) return false;
  return SECRET_NAMES.has(bare) || SECRET_ENDINGS.test(bare);
}

/** In lower case, letters and digits only. */
const bareName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The longest text that is searched; patterns fail on lines of many millions of characters. */
const MAX_SEARCHED = 2 * 1024 * 1024;
/** The longest address. Each of its parameters is searched by itself. */
const MAX_ADDRESS = 128 * 1024;
const unsearched = (text: string): string =>
  `${REDACTED} (a text of ${text.length} characters, too long to be searched)`;

/**
 * Replaces every secret in the text by `[redacted]`. A text that is far too long to be searched is replaced as a whole,
 * which says so.
 */
export function redactText(text: string): string {
  if (text.length > MAX_SEARCHED) return unsearched(text);
  const spans = [...namedValues(text), ...pairedValues(text), ...knownForms(text)].sort(
    (a, b) => a.from - b.from,
  );
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of spans) {
    if (from > at) parts.push(text.slice(at, from));
    if (parts.at(-1) !== REDACTED) parts.push(REDACTED);
    at = Math.max(at, to);
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
  return text.length > MAX_ADDRESS ? unsearched(text) : redactUrlAt(text, 0);
}

type Five = [string, string, string, string, string];

function redactUrlAt(text: string, depth: number): string {
  const parts = /^([a-z][a-z0-9+.-]*:)(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?/is.exec(text);
  if (!parts) return redactText(text);
  // Built from the text itself: a URL parser would add a slash, and issuers are compared byte for byte.
  const [scheme, authority, path, query, fragment] = parts.slice(1).map((part) => part ?? '') as Five;
  const open = authority.includes('@') ? `//${authority.slice(authority.lastIndexOf('@') + 1)}` : authority;
  const behind = fragment.slice(1);
  return `${scheme}${open}${redactText(path)}${query === '' ? '' : `?${parameters(query.slice(1), depth)}`}${
    behind === '' ? '' : `#${behind.includes('=') ? parameters(behind, depth) : REDACTED}`
  }`;
}

function parameters(query: string, depth: number): string {
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
    if (!isSecretName(name)) continue;
    const found = valuesAfter(text, match.index + match[0].length, {
      name: bareName(name),
      colon: match[0] === ':',
      inAddress: /(?:[?&#;]|%(?:25)?(?:26|3[fF]|23))$/.test(text.slice(Math.max(0, from - 5), from)),
      beginsLine: /(?:^|\n)[ \t]*(?:- |export )?["']?$/.test(text.slice(Math.max(0, from - 60), from)),
    });
    spans.push(...found);
    const last = found.at(-1);
    if (last) separators.lastIndex = last.to;
  }
  return spans;
}

interface Named {
  readonly name: string;
  readonly colon: boolean;
  /** True if the name is a parameter of an address. */
  readonly inAddress: boolean;
  readonly beginsLine: boolean;
}

/** The identifier before `end`, and where it begins. Skips quotes, escapes and blanks between the two. */
function nameBefore(text: string, end: number): { readonly name: string; readonly from: number } {
  const before = text.slice(Math.max(0, end - MAX_NAME), end);
  let to = before.length;
  while (/[\s"'\\`\]]/.test(before.charAt(to - 1))) to--;
  let from = to;
  while (NAME_CHARACTER.test(before.charAt(from - 1))) from--;
  const found = before.slice(from, to);
  // An encoded separator before the name (`%26code%3D…`) leaves its digits in front of the name.
  const name =
    before[from - 1] === '%' ? found.replace(/^(?:25)?(?:26|3[fF]|22|23|20|0[aA])(?=[a-z])/, '') : found;
  return { name, from: end - before.length + to - name.length };
}

function valuesAfter(text: string, start: number, named: Named): Span[] {
  const from = skipBlanks(text, start);
  if (/(?:authorization|cookie)$/.test(named.name)) return span(from, endOfLine(text, from));
  if (text.startsWith(REDACTED, from)) return [];
  if (text[from] === '[') return listAfter(text, from + 1, named);
  // A map: its own names tell what is secret.
  if (text[from] === '{') return [];
  const block = /^[|>][+\-\d]{0,2}[ \t]*\r?\n[ \t]+/.exec(text.slice(from, from + 120))?.[0];
  if (block !== undefined) return span(from + block.length, endOfLine(text, from + block.length));
  const quoted = quotedAt(text, from);
  if (quoted) return isShown(text, quoted, named, true) ? [] : span(quoted.from, quoted.to);
  const whole = named.beginsLine && /(?:password|passwd|passphrase|secret)$/.test(named.name);
  const value = { from, to: whole ? endOfPhrase(text, from) : endOfWord(text, from) };
  return isShown(text, value, named, false) ? [] : span(value.from, value.to);
}

const span = (from: number, to: number): Span[] => (to > from ? [{ from, to }] : []);

/** The next place from here where this is found, or the end of the text. */
function next(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}
const skipBlanks = (text: string, from: number): number => next(/[^ \t]/g, text, from);
const endOfLine = (text: string, from: number): number => next(/[\r\n]/g, text, from);
/** Finds the end of an unquoted value. An encoded `&`, quote, blank or line break also ends it. */
const endOfWord = (text: string, from: number): number =>
  next(/[\s&"'<>`;,|)}\]]|%(?:25)?(?:26|22|20|0[aA])/g, text, from);

/** The end of a value that may have blanks: the end of the line, without a comment. */
function endOfPhrase(text: string, from: number): number {
  let to = endOfWord(text, from);
  for (;;) {
    const begin = skipBlanks(text, to);
    const end = endOfWord(text, begin);
    // `name=` or `name:` begins something else.
    if (end === begin || /^[#{[]|[=:]/.test(text.slice(begin, end))) return to;
    to = end;
  }
}

interface Quoted extends Span {
  /** Behind the closing quote. */
  readonly end: number;
}

/** The inside of a value in quotes, also escaped or encoded ones. */
function quotedAt(text: string, start: number): Quoted | undefined {
  const quote = /^(?:\\?["'`]|%22)/.exec(text.slice(start, start + 3))?.[0];
  if (quote === undefined) return undefined;
  const from = start + quote.length;
  let to = from;
  if (quote === '%22') {
    const end = text.indexOf(quote, from);
    to = end === -1 ? endOfWord(text, from) : end;
  } else {
    const mark = quote.at(-1)!;
    while (to < text.length && text[to] !== mark && text[to] !== '\n')
      to += text[to] === '\\' && quote.length === 1 ? 2 : 1;
    if (quote.length === 2 && text[to - 1] === '\\') to--;
  }
  return { from, to, end: to + quote.length };
}

/** The items of a list. After the name of a token, words stay: they are the claims that it gets. */
function listAfter(text: string, start: number, named: Named): Span[] {
  const spans: Span[] = [];
  let at = start;
  for (;;) {
    at = next(/[^\s,]/g, text, at);
    if (/[[{]/.test(text.charAt(at))) return spans;
    const quoted = quotedAt(text, at);
    const { from, to } = quoted ?? { from: at, to: endOfWord(text, at) };
    if (!quoted && to === from) return spans;
    const isClaim = /^[a-z]{2,20}(?:_[a-z]{2,20}){0,3}$/.test(text.slice(from, to));
    if (!isClaim || !named.name.endsWith('token')) spans.push(...span(from, to));
    at = quoted?.end ?? to;
  }
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
  const { name, colon } = named;
  // The first parameter of an address whose beginning is missing has others behind it.
  const inAddress = named.inAddress || (!colon && /^&[a-z][\w-]{0,40}=/i.test(text.slice(to, to + 44)));
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
  new RegExp(`\\b(?:${TOKEN_BEGINNINGS})[A-Za-z0-9._~/+-]{8,}`, 'g'),
  // The bytes of a text as decimal numbers, as Rust's error messages show an answer.
  /\[(?:\d{1,3}, ?){15,}\d{1,3}\]?/g,
  /(?<=:\/\/)[^\s/@"'<>]{1,256}(?=@)/g,
];
/** An authorization scheme with what may be its credentials. */
const AUTHORIZATION =
  /\b(Bearer|Basic|Digest|DPoP)(?:\s|%20|\+)+(?!realm\b|error\b)([A-Za-z0-9._~+/=-]{6,})/gi;

/** Replaces the credentials behind an authorization scheme: `Bearer [redacted]`. */
export const redactCredentials = (text: string): string =>
  text.replace(AUTHORIZATION, (whole, scheme: string, value: string) =>
    isProse(value) ? whole : `${scheme} ${REDACTED}`,
  );

/** True for what follows `Bearer` or `Basic` in a sentence: `Basic authentication`, `bearer authorization`. */
const isProse = (value: string): boolean => /^[A-Za-z][a-z-]+[.,]?$/.test(value) && isWordLike(value);

/**
 * Names, in the form of `Named`, whose value may look random and is public: one has to compare it on both
 * sides, or find it in a log. Also with something in front: `OIDC_CLIENT_ID`.
 */
const PUBLIC_NAME = /(?:^(?:aud|azp|appid|kid)|(?:client|correlation|request|span|trace)id)$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a random-looking value that its name or its form shows to be public. */
function isPublic(text: string, { from, to }: Span): boolean {
  const value = text.slice(from, to);
  const before = text.slice(Math.max(0, from - MAX_NAME), from);
  const separator = /(?:=>|[=:])[ \t]{0,8}\\?["'`]?$/.exec(before)?.[0].length ?? 0;
  const { name } = nameBefore(text, from - separator);
  // In a sentence: `client with id 'k7Zr…'`.
  const isNamed = PUBLIC_NAME.test(bareName(name)) || /\bclient (?:with )?id ?\\?["'`]?$/i.test(before);
  if (isNamed && /^[A-Za-z0-9_-]{1,64}$/.test(value)) return true;
  // The digest of an image or a file.
  if (/^sha(?:1|256|384|512)$/i.test(name) && /^[0-9a-f]{1,128}$/.test(value)) return true;
  // Some secrets look the same, so a name or a word has to say that this is an identifier.
  return UUID.test(value) && (IDENTIFIER_NAME.test(bareName(name)) || IDENTIFIER_WORD.test(before));
}
const IDENTIFIER_NAME = /(?:id|guid|sub|subject|pk|user|realm|flow|group)$/;
const IDENTIFIER_WORD =
  /\b(?:id|uuid|sub|subject|user|client|flow|group|realm|request|provider|event) ?[("'`]{0,2}$/i;

/** A name and its value apart: `name: X, value: Y`. Each pattern is linear: what may repeat is bounded. */
const PAIRS: readonly RegExp[] = [
  // Environment lists of Kubernetes and of other programs, in YAML and JSON.
  /\b(?:name|key)["']?[ \t]{0,8}[:=][ \t]{0,8}["']?([\w.-]{1,80})["']?,?(?:\s|\\[nrt]){0,40}["']?value["']?[ \t]{0,8}[:=][ \t]{0,8}["']?([^\s"',}]{1,2000})/gi,
  // XML: `<clientSecret>…` and `<entry key="client.secret">…`.
  /<([\w.:-]{1,80})>([^<>]{1,2000})<\//g,
  /<[\w.:-]{1,80}\s(?:name|key|id)=["']([\w.-]{1,80})["']>([^<>]{1,2000})<\//g,
  // A table.
  /\|([^|\n]{1,60})\|([^|\s]{1,2000}|[ \t][^|\s]{1,2000}[ \t])(?=\|)/g,
  // `curl -u user:password`, whose name is the switch.
  /(?:^|\s)(?:-u|--user)[ =]["']?[^\s:"']{1,128}(:)([^\s"']{1,512})/g,
];

/** Finds values whose name stands apart from them. */
function pairedValues(text: string): Span[] {
  const spans: Span[] = [];
  for (const form of PAIRS) {
    for (const match of text.matchAll(form)) {
      if (match[1] !== ':' && !isSecretName(match[1]!)) continue;
      const value = match[2]!.trim();
      const from = match.index + match[0].lastIndexOf(value);
      const found = { from, to: from + value.length };
      const named = { name: bareName(match[1]!), colon: true, inAddress: false, beginsLine: false };
      if (!isShown(text, found, named, false)) spans.push(found);
    }
  }
  return spans;
}

/** Finds long runs of mixed letters and digits, like random values, without those known to be public. */
function knownForms(text: string): Span[] {
  const spans: Span[] = [];
  for (const form of FORMS) {
    for (const match of text.matchAll(form))
      spans.push({ from: match.index, to: match.index + match[0].length });
  }
  for (const match of text.matchAll(AUTHORIZATION))
    if (!isProse(match[2]!)) spans.push({ from: match.index, to: match.index + match[0].length });
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
