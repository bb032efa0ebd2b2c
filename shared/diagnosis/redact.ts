/**
 * Removes secrets from foreign text: pasted logs, addresses, configuration. Recognises them by the name
 * before a value, by the well-known forms of tokens, digests and keys, and by long random-looking runs.
 * Linear in the length of the text.
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
  /(?:secret|password|passwd|passphrase|token|apikey|privatekey|secretkey|encryptionkey|authkey|signingkey|hmackey|cookie|credentials?|csrf|xsrf|session|digest)$/;
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
      return `${redactText(name)}=${OPEN_PARAMETERS.has(name) ? redactText(value) : REDACTED}`;
    })
    .join('&');
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
    const name = nameBefore(text, match.index);
    if (name === '' || !isSecretName(name)) continue;
    const span = valueAfter(text, match.index + match[0].length, match[0], name);
    if (!span) continue;
    spans.push(span);
    separators.lastIndex = Math.max(separators.lastIndex, span.to);
  }
  return spans;
}

/** The identifier before `end`. Skips quotes, escapes and blanks between the two. */
function nameBefore(text: string, end: number): string {
  let to = end;
  const least = Math.max(0, end - MAX_NAME);
  while (to > least && /[\s"'\\`\]]/.test(text[to - 1]!)) to--;
  let from = to;
  while (from > least && NAME_CHARACTER.test(text[from - 1]!)) from--;
  // An encoded separator before the name (`%26code%3D…`) leaves its digits in front of the name.
  return text
    .slice(from, to)
    .replace(/^(?:25)?(?:26|3[fF]|22|23|20|0[aA])(?=[a-z])/, (digits) =>
      text[from - 1] === '%' ? '' : digits,
    );
}

function valueAfter(text: string, start: number, separator: string, name: string): Span | undefined {
  let from = start;
  while (from < text.length && from < start + 8 && /[ \t]/.test(text[from]!)) from++;
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (/^(?:proxy)?authorization$|cookie$/.test(bare)) {
    let to = from;
    while (to < text.length && !/[\r\n]/.test(text[to]!)) to++;
    return to > from ? { from, to } : undefined;
  }
  const quote = /^\\?["'`]|^%22/.exec(text.slice(from, from + 3))?.[0];
  if (quote !== undefined) {
    from += quote.length;
    const mark = quote.at(-1)!;
    let to = from;
    if (quote === '%22') {
      const end = text.indexOf('%22', from);
      to = end < 0 ? endOfWord(text, from) : end;
    } else {
      while (to < text.length && text[to] !== mark && text[to] !== '\n') {
        to += text[to] === '\\' && quote.length === 1 ? 2 : 1;
      }
      to = Math.min(to, text.length);
      if (quote.length === 2 && text[to - 1] === '\\') to--;
    }
    return isShown(bare, text.slice(from, to), true) || to <= from ? undefined : { from, to };
  }
  const to = endOfWord(text, from);
  const value = text.slice(from, to);
  if (value === '' || isShown(bare, value, separator !== ':')) return undefined;
  return { from, to };
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

/** True for harmless values after a secret name: error codes, statuses, words of prose after a colon. */
function isShown(name: string, value: string, assigned: boolean): boolean {
  if (value.length > 64) return false;
  if (/^\[?redacted\]?$/i.test(value) || /^[*•x]+$/i.test(value)) return true;
  if (name === 'code')
    return /^\d{1,3}$/.test(value) || /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$|^E[A-Z]{4,}$/.test(value);
  if (/^(?:true|false|null|none|nil|undefined)$/i.test(value)) return true;
  if (name === 'state' || name === 'nonce' || name === 'token' || name === 'session') {
    if (!assigned) return /^[a-z]{1,12}[.,:]?$/i.test(value) || /^\d{3}$/.test(value) || value.endsWith(':');
  }
  return !assigned && (/^\d{3}$/.test(value) || value.endsWith(':'));
}

/** Forms of tokens, digests, keys and credentials. Each pattern is linear: it has no nested repetition. */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
  /\$(?:\$)?(?:pbkdf2|argon2|bcrypt|scrypt|2[aby]|5|6|plaintext|sha\d|base64)[a-z0-9-]*\$[^\s"'<>;&]+/gi,
  /\b(?:Bearer|Basic|Digest|DPoP)(?:\s|%20|\+)+(?!realm\b|error\b)[A-Za-z0-9._~+/=-]{6,}/gi,
  /\bauthelia_(?:ac|at|rt|pt|par|dc)_[A-Za-z0-9._~-]+/g,
  /(?<=:\/\/)[^\s/@"'<>]{1,256}(?=@)/g,
];

/**
 * Finds long runs of mixed letters and digits, like random values. This also removes public ones (file
 * digests).
 */
function knownForms(text: string): Span[] {
  const spans: Span[] = [];
  for (const form of FORMS) {
    form.lastIndex = 0;
    for (const match of text.matchAll(form))
      spans.push({ from: match.index, to: match.index + match[0].length });
  }
  for (const match of text.matchAll(/[A-Za-z0-9_~+/=-]{28,}/g)) {
    for (const part of looksRandom(match[0])) {
      spans.push({ from: match.index + part.from, to: match.index + part.to });
    }
  }
  return spans;
}

/**
 * Finds the random-looking parts of a run without blanks. Words joined by `/`, `_` and `-` are not random.
 */
function looksRandom(run: string): Span[] {
  const spans: Span[] = [];
  for (const match of run.matchAll(/[^/=]{28,}/g)) {
    const part = match[0];
    const digits = part.replace(/[^0-9]/g, '').length;
    const longestWord = Math.max(0, ...part.split(/[^A-Za-z]+/).map((word) => word.length));
    const letters = part.replace(/[^A-Za-z]/g, '').length;
    const random = (digits >= 4 && letters >= 4) || longestWord >= 28;
    if (random) spans.push({ from: match.index, to: match.index + part.length });
  }
  return spans;
}
