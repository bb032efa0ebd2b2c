/**
 * Keys whose name has a word such as `token` in it, but whose last word says that the value describes it: an
 * algorithm, a method, a place, a time. Most names of RFC 7591 and OpenID Connect Discovery are of this form
 * (`id_token_signed_response_alg`, `token_endpoint_auth_methods_supported`, `client_secret_expires_at`).
 */
const DESCRIBES =
  /_(?:alg|enc|algs?_(?:values_)?supported|enc_values_supported|endpoint|methods?|methods_supported|uri|url|type|types_supported|modes?|policy|claims?|expires_(?:at|in)|issued_at|lifetime|lifespan|duration|length|count|charset|rotation)$/;
const SECRET_WORD =
  /(?:^|_)(?:secrets?|passwords?|passwd|passphrase|pass|tokens?|api_?keys?|private_keys?|signing_keys?|jwks?_keys?|jwks|hmac|credentials?|digest)(?:_|$)/;
const HINT =
  /secret|passw|passphrase|pass|token|api[_-]?key|private[_-]?key|signing[_-]?key|jwks?|hmac|credential|digest/gi;
const WORD = /[\w-]/;

/**
 * Returns true if a key's name says that its value is a secret: `client_secret`, `clientSecret`,
 * `OIDC-PASSWORD`, …
 */
export function isSecretKey(key: string): boolean {
  if (key.length > 100) return false;
  const snake = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-\s.]+/g, '_')
    .toLowerCase();
  return !DESCRIBES.test(snake) && SECRET_WORD.test(snake);
}

/** How the tokens of well-known services begin, as a part of a pattern. */
export const TOKEN_BEGINNINGS =
  'gh[opsur]_|github_pat_|glpat-|gloas-|xox[abeoprs]-|sk_live_|sk_test_|npm_|dop_v1_|hv[sb]\\.|ya29\\.|AIza|AKIA';
const TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${TOKEN_BEGINNINGS})[A-Za-z0-9._~/+-]{16,}`);
/** The header and the claims of a token that is signed. */
const SIGNED = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}/;
const KEY_OR_DIGEST =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----|^\$(?:pbkdf2|argon2|scrypt|2[abxy]|5|6)[-$a-z0-9]*\$\S{8}/;

/** Returns true if a value has the form of a private key, a password digest or a token, under any key. */
export const looksSecret = (value: string): boolean =>
  KEY_OR_DIGEST.test(value) || TOKEN.test(value) || SIGNED.test(value);

/** A part of the text that must not be shown: `[start, end)`. */
export type Span = readonly [start: number, end: number];

/**
 * Returns every part of the text that may be a secret. Looks only at the characters, so that it also works
 * for files that are not valid YAML. In doubt, it hides. Linear in the length of the text.
 */
export function secretSpans(text: string): Span[] {
  const spans: Span[] = [];
  HINT.lastIndex = 0;
  let done = 0;
  for (let hit = HINT.exec(text); hit !== null; hit = HINT.exec(text)) {
    let from = hit.index;
    while (from > done && WORD.test(text[from - 1]!)) from--;
    let to = hit.index + hit[0].length;
    while (to < text.length && WORD.test(text[to]!)) to++;
    done = to;
    HINT.lastIndex = to;
    if (!isSecretKey(text.slice(from, Math.min(to, from + 101)))) continue;
    let colon = to;
    while (colon < text.length && /["' \t]/.test(text[colon]!)) colon++;
    if (text[colon] !== ':' && text[colon] !== '=') {
      done = HINT.lastIndex = colon;
      continue;
    }
    const end = endOfValue(text, from, colon);
    if (end === undefined) {
      done = HINT.lastIndex = colon + 1;
      continue;
    }
    let value = colon + 1;
    while (value < end && (text[value] === ' ' || text[value] === '\t')) value++;
    spans.push([value, end]);
    done = HINT.lastIndex = end;
  }
  for (const span of userinfoSpans(text)) spans.push(span);
  for (const match of text.matchAll(/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g)) {
    const end = text.indexOf('-----END', match.index);
    spans.push([match.index, end < 0 ? text.length : end]);
    if (end < 0) break;
  }
  for (const match of text.matchAll(/\$(?:pbkdf2|argon2|scrypt|2[abxy]\$|5\$|6\$)[^\s"']+/g)) {
    spans.push([match.index, match.index + match[0].length]);
  }
  return merged(spans);
}

/**
 * Returns the end of a key's value: the end of the line, or of the following lines that are indented deeper
 * than the key. Returns undefined for a key that opens a map (an app called `password-manager`).
 */
function endOfValue(text: string, key: number, colon: number): number | undefined {
  const lineStart = text.lastIndexOf('\n', key) + 1;
  let indent = 0;
  // Limited, so that the time stays linear for one very long line with many keys.
  while (indent < 200 && text[lineStart + indent] === ' ') indent++;
  let end = lineEnd(text, colon);
  let beginsBelow = /^[ \t]*(?:#.*)?\r?$/.test(text.slice(colon + 1, Math.min(end, colon + 200)));
  while (end < text.length) {
    let at = end + 1;
    while (text[at] === ' ' || text[at] === '\t') at++;
    const blank = at >= text.length || text[at] === '\n' || text[at] === '\r';
    if (!blank && beginsBelow) {
      if (/^(?:- )?["']?[\w-]+["']?[ \t]*:(?:\s|$)/.test(text.slice(at, at + 120))) return undefined;
      beginsBelow = false;
    } else if (!blank && at - end - 1 <= indent) break;
    end = lineEnd(text, at);
  }
  return end;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/**
 * Finds `user:password` in every `scheme://user:password@host`, and the part after the colon in
 * `user:password@host`.
 */
function userinfoSpans(text: string): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at;
    const bound = Math.max(floor, at - 300);
    while (from > bound && !/[\s"']/.test(text[from - 1]!)) from--;
    const before = text.slice(from, at);
    const slashes = before.indexOf('//');
    const start = slashes < 0 ? before.indexOf(':') + 1 : slashes + 2;
    const userinfo = before.slice(start);
    const named = slashes < 0 ? start > 0 : userinfo.includes(':') || !userinfo.includes('/');
    if (named && userinfo !== '') spans.push([from + start, at]);
    floor = at + 1;
  }
  return spans;
}

function merged(spans: Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
