/** The request of a login that a message is about. `unknown`: nothing around the message tells. */
export type Step = 'discovery' | 'authorization' | 'callback' | 'token' | 'keys' | 'userinfo' | 'unknown';

/**
 * Words by which programs name each request: its address, or the function in a stack. The names of functions are those
 * of several libraries; most of them say it in the same words.
 */
const WORDS: readonly (readonly [Exclude<Step, 'unknown'>, RegExp])[] = [
  [
    'discovery',
    /(?:\.well-known\/|\b(?:\w+_endpoint|jwks_uri|\w+_supported):|discover|request phase|signin_oauth_error|open_?id_?configuration|(?:provider|op)[_ ]?(?:info|config|metadata)|server_metadata|well_?known|\b(?:get|getting|creat\w{1,4}|init\w{0,14}|query|set ?up|setting up|load\w{0,3}) (?:the )?(?:oidc |openid |openid connect )?provider\b|provider setup|newprovider)(?!.{0,40}(?:\bkeys?\b|jwks))/gi,
  ],
  [
    'userinfo',
    /user[_ -]?info(?!\/emails)|user[ _-]claims?\b|\/me\b|user[ _-]data|user_?profile|user_?data\b|\b(?:get|getting|fetch|fetching) info\b|fetch_?user|load_?user|resource_request|(?:get|fetch|retrieve)[_ ]?(?:the )?(?:user|profile)\b/gi,
  ],
  [
    'keys',
    /jwks?(?:_?uri|\b|set|_)|key_?(?:set|store)\b|json web key|signing_?keys?\b|public_?keys?\b|verify_?(?:jwt|jws|token|id_?token)?_?signatures?\b|\/certs\b|\/keys\b|(?:get|fetch|refresh|retriev|load)\w{0,4} (?:remote )?keys?\b/gi,
  ],
  [
    'token',
    /token[ _-]?(?:endpoint|url|request|response)|\/token\b|access_?token(?!\.rb)|(?:fetch|get|obtain|redeem|request|retriev|acquir)(?:e|ing| for)?[_ ]?(?:the |an )?(?:access |authentication[_ ])?tokens?\b|(?:exchange|redeem)\w*|\.grant\b|authorization_?code(?!_response)|oauth2?\.token|resolve_code/gi,
  ],
  [
    'authorization',
    /authori[sz]ation[ _-]?(?:response|error|failed)|authorization_code_response|parse_request_uri|authentication[ _-]?(?:response|error)/gi,
  ],
];

/** While a library handles the callback it asks for the tokens, and then for userinfo. */
const CALLBACK = /\bcallback\b/i;

/** How far around a message its step is looked for: a line of a log, or the nearest calls of a stack. */
const BEFORE = 500;
const AFTER = 500;
/** A further stack of the same exception, whose innermost call comes last. It begins directly after the message. */
const CHAINED = /^.{0,160}?(?:another exception occurred|direct cause of the following exception): Traceback/;
const MOST_OF_CHAINED = 4000;

/**
 * The request that a message is about: that of the nearest words after it, as the innermost call of a stack comes first
 * in most languages, or else before it, as in Python.
 *
 * @param from where the message begins in `text`, `to` where it ends
 */
export function stepAt(text: string, from: number, to: number): Step | undefined {
  const start = Math.max(0, from - BEFORE);
  const before = withoutMembers(text.slice(start, from));
  const after = withoutMembers(text.slice(to, to + AFTER));
  return (
    nearest(withoutMembers(text.slice(from, to)), 'first') ??
    chained(text.slice(to, to + MOST_OF_CHAINED)) ??
    nearest(after, 'first') ??
    nearest(before, 'last') ??
    (CALLBACK.test(before) || CALLBACK.test(after) ? 'callback' : undefined)
  );
}

/** The request in the stack with which Python goes on after a message. */
function chained(after: string): Step | undefined {
  const begins = CHAINED.exec(after)?.[0].length;
  if (begins === undefined) return undefined;
  const stack = after.slice(begins);
  const next = stack.indexOf('Traceback');
  return nearest(next < 0 ? stack : stack.slice(0, next), 'last');
}

/** The names in a piece of JSON that a message shows are those of its members, and not of the request. */
const withoutMembers = (text: string): string =>
  text.replace(/["']\w{2,60}["']\s?:/g, (name) => ' '.repeat(name.length));

function nearest(text: string, which: 'first' | 'last'): Step | undefined {
  let best: { readonly at: number; readonly step: Step } | undefined;
  for (const [step, words] of WORDS)
    for (const match of text.matchAll(words)) {
      const at = which === 'first' ? match.index : -match.index;
      if (best === undefined || at < best.at) best = { at, step };
    }
  return best?.step;
}
