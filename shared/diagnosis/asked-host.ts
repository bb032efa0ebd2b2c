import { isInternalHost } from './catalogue/setup.ts';

/** The server that a message says could not be asked. */
export interface AskedHost {
  readonly host: string;
  /** The host with its port, where the text says one. */
  readonly address: string;
}

/** How far around a message its server is looked for: a line of a log. */
const AROUND = 500;

const HOST = `([a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?)`;
const PORT = String.raw`(?::(\d{1,5})(?!\d))?`;
/** How programs name the server that they asked, in the words of their libraries. */
const NAMED: readonly RegExp[] = [
  new RegExp(String.raw`https?://${HOST}${PORT}(?![a-z0-9@])(/[^\s"'<>]{0,300})?`, 'g'),
  // urllib3
  new RegExp(String.raw`\bhost='${HOST}', port=(\d{1,5})`, 'g'),
  // Go, Node.js, Java, curl, the C library
  new RegExp(
    String.raw`\b(?:lookup|enotfound|eai_again|unknownhostexception:|resolve host:?|resolve host name:?|name:|host lookup:|tcp connection to|connection to|connecting to|connect to|host) '?"?${HOST}(?::| port )?(\d{1,5})?(?![a-z0-9])`,
    'g',
  ),
  // A field of a log, with the address as it was written in a setting: without its scheme.
  new RegExp(
    String.raw`\b(?:url|uri|host|hostname|upstream|server|address|addr)=["']?${HOST}${PORT}(?![a-z0-9:@])(/[^\s"'<>]{0,300})?`,
    'g',
  ),
  // The pages of browsers, in English.
  new RegExp(
    String.raw`\b(?:could not prove that it is|does not trust|information from|failed to connect to|connect to the server) ["'\u201c]?${HOST}${PORT}(?![a-z0-9])`,
    'g',
  ),
  new RegExp(
    String.raw`(?<![a-z0-9.-])${HOST}${PORT}(?:'s server ip address| uses an invalid security certificate| refused to connect| took too long to respond| sent an invalid response| unexpectedly closed the connection)`,
    'g',
  ),
  new RegExp(String.raw`\bpeeraddr=${HOST}${PORT}`, 'g'),
  new RegExp(
    String.raw`\b(?:dial tcp|econnrefused|etimedout|ehostunreach|timed out:?) ${HOST}:(\d{1,5})`,
    'g',
  ),
];

/** The last of them names where a name led to. */
const SOCKET = NAMED.length - 1;

/** Pages to which messages point for help, and the app's own address to which the login returns. */
const HELP =
  /^(?:(?:errors|next-auth|authjs|docs?|wiki|help|support)\..*|(?:www\.)?github\.com|authjs\.dev|next-auth\.js\.org|curl\.(?:haxx\.)?se|.*\.readthedocs\.io)$/;
const RETURN = /callback|redirect|\/errors?\b|\/docs?\//;

const IP = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** True for something that is a host's name and no other word of a sentence. */
const isHost = (host: string): boolean => (host.includes('.') || isInternalHost(host)) && !HELP.test(host);

/**
 * The server that a message is about: of the names around it the nearest, and an address only where there is no name.
 *
 * @param text an entry of a log, normalised and in small letters
 */
export function askedHost(text: string, from: number, to: number): AskedHost | undefined {
  const start = Math.max(0, from - AROUND);
  const near = text.slice(start, to + AROUND);
  let best: (AskedHost & { readonly far: number }) | undefined;
  for (const [index, pattern] of NAMED.entries()) {
    for (const match of near.matchAll(pattern)) {
      const [, host = '', port, path] = match;
      const isAddress = index === 0;
      if (!(isAddress ? !HELP.test(host) : isHost(host) && !RESERVED.has(host))) continue;
      if (path !== undefined && RETURN.test(path)) continue;
      const at = start + match.index;
      const between = at < from ? from - (at + match[0].length) : at - to;
      const far = Math.max(0, between) + (IP.test(host) || index === SOCKET ? 2 * AROUND : 0);
      if (best && best.far <= far) continue;
      best = { host, address: port === undefined ? host : `${host}:${port}`, far };
    }
  }
  return best && { host: best.host, address: best.address };
}

/** Words that stand where a name could. */
const RESERVED: ReadonlySet<string> = new Set([
  'a',
  'an',
  'the',
  'this',
  'that',
  'your',
  'host',
  'server',
  'server.',
  'oidc',
  'openid',
  'provider',
  'name',
  'issuer',
  'idp',
  'identity',
  'auth',
  'or',
  'is',
  'not',
  'was',
  'has',
  'closed',
  'refused',
  'failed',
  'unreachable',
]);
