import { canParseUrl } from '../can-parse-url.ts';
import { isClientIdKnown } from '../client/pending.ts';
import type { Connection } from '../client/types.ts';
import type { Product } from './catalogue/cause.ts';
import { hostOf, isDocumentOf, isInternalHost, namesItselfWrongly } from './catalogue/setup.ts';
import { isHiddenValue } from './hidden-value.ts';
import { redactText, redactUrl } from './redact.ts';
import type { EvidenceValue } from './types.ts';

/** A cause that an address in pasted text points to. */
export interface AddressFinding {
  /** Id of a cause in the catalogue. */
  readonly id: string;
  readonly weight: number;
  /** The address, redacted. */
  readonly matched: string;
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

const MAX_ADDRESSES = 40;
const LEAST_STATE = 8;

const BY_ERROR: Readonly<Record<string, readonly [string, number]>> = {
  access_denied: ['denied-by-policy', 0.9],
  invalid_scope: ['scope-not-allowed', 0.92],
  invalid_state: ['weak-state', 0.9],
  login_required: ['interaction-required', 0.85],
  consent_required: ['interaction-required', 0.85],
  interaction_required: ['interaction-required', 0.85],
  unsupported_response_type: ['response-type-refused', 0.88],
  unauthorized_client: ['response-type-refused', 0.8],
  server_error: ['provider-failing', 0.75],
  temporarily_unavailable: ['provider-failing', 0.75],
  invalid_client: ['client-unknown', 0.75],
  invalid_request: ['authorization-refused', 0.45],
};

/** The id of the catalogue's redirect cause for this product. */
const redirectCause = (product: Product | undefined): string =>
  product === 'authelia'
    ? 'redirect-not-registered-authelia'
    : product === 'authentik' || product === 'keycloak' || product === 'pocket-id'
      ? `redirect-${product}`
      : 'redirect-not-registered';

/**
 * Judges the addresses in pasted text: authorization requests, callbacks, discovery addresses and the
 * settings that contain them. If a connection is given, compares them with what the app should send.
 */
export function judgeAddresses(
  text: string,
  connection: Connection | undefined,
  product: Product | undefined,
): readonly AddressFinding[] {
  const plain = unpacked(text.replace(/&amp;/gi, '&'));
  const found: AddressFinding[] = [
    ...judgeSettings(plain),
    ...judgeIssuers(plain, connection),
    ...judgeNotFound(plain),
    ...judgeProductOfIssuer(plain),
    ...judgeNobodysHost(plain),
    ...judgeFetched(plain),
    ...judgeTables(plain),
    ...judgeBare(plain),
    ...judgeWithoutHost(plain, product),
    ...judgeOwnEndpoints(plain),
    ...judgePlainEndpoints(plain),
  ];
  const ofCommand = BY_COMMAND.test(plain);
  const isOutside = namesOutside(plain);
  // The log of any login of a phone has such an address, and the answer to it has a code.
  const ofPhone =
    !/^\s*https?:\S+\s*$/.test(plain) &&
    (!REFUSED.test(plain.replace(/https?:\S+/g, '')) || ANSWERED.test(plain));
  if (!ofPhone) found.push(...judgeRequestLines(plain));
  let count = 0;
  for (const match of plain.matchAll(/https?:\/\/[^\s"'<>\\`]{4,8192}/gi)) {
    if (++count > MAX_ADDRESSES) break;
    const address = match[0].replace(/[.,;:)\]}]{1,4}$/, '');
    if (!canParseUrl(address)) continue;
    const url = new URL(address);
    const parameters = new URLSearchParams(url.search || url.hash.slice(1));
    const matched = redactUrl(address).slice(0, 400);
    const isRequest =
      parameters.has('client_id') && (parameters.has('response_type') || parameters.has('redirect_uri'));
    const mayGoOn = endsLine(plain, match.index + match[0].length);
    const about: About = (parameter, findings) =>
      isHiddenValue(parameters.get(parameter) ?? '')
        ? []
        : mayGoOn && (parameter === lastOf(parameters) || !parameters.has(parameter))
          ? perhapsCut(parameters.get(parameter), findings)
          : findings;
    const judged = isRequest
      ? judgeRequest(url, parameters, isOf(connection, parameters) ? connection : undefined, product, about)
      : judgeCallback(url, parameters, connection, isOutside, about);
    found.push(
      ...judged
        .filter(({ id }) => !(ofCommand && id === 'internal-address-leaks'))
        .map((one) => ({
          ...one,
          weight: ofPhone && one.id === 'mobile-callback' ? Math.min(one.weight, GUESS) : one.weight,
          matched,
        })),
    );
  }
  return found;
}

/** True if a text names an address that other machines reach: not everything runs on this one. */
const namesOutside = (text: string): boolean =>
  [...text.matchAll(/https?:\/\/([a-z0-9.-]{3,253})/gi)]
    .slice(0, MAX_ADDRESSES)
    .some(([, host]) => !isInternalHost(host!.toLowerCase()));

/** The callback, or the request with it, is said to be wrong. */
const REFUSED =
  /redirect|callback|\bscheme\b|invalid_request|\buris?\b|\bnot (?:allowed|registered|permitted|supported)|\berror page\b|\b(?:ios|android|mobile|phone)\b[^.\n]{0,60}\b(?:doesn['’]t|does not|can['’]t|cannot|won['’]t|fails?)(?![\w'’])/i;
/** A code that came back to a scheme of an app's own. */
const ANSWERED = /(?<![\w.+-])(?!https?:)[a-z][a-z0-9.+-]{1,60}:\/\/[^\s"'<>]{0,300}[?&]code=/i;

/** Requests in an access log that lead back to a program of a phone, in a text that says that something was refused. */
function judgeRequestLines(text: string): AddressFinding[] {
  const lines = text
    .split('\n')
    .filter((line) => line.includes('redirect_uri=') && line.length < MOST_OF_LINE);
  for (const line of lines.slice(0, MAX_ADDRESSES)) {
    const at = line.indexOf('GET /');
    // What was answered with a page or a redirect was not refused.
    if (at < 0 || /"\s{1,3}[23]\d\d\b/.test(line)) continue;
    // Some logs write the blanks of the query as they are.
    const [path = ''] = line.slice(at + 4).split(/ HTTP\/\d|"/, 1);
    const parameters = new URLSearchParams(path.slice(path.indexOf('?')));
    const sent = parameters.get('redirect_uri');
    if (sent === null || !parameters.has('client_id') || !PRIVATE_SCHEME.test(sent)) continue;
    const redirect_uri = redactUrl(sent);
    return [
      {
        id: 'mobile-callback',
        weight: 0.7,
        matched: redirect_uri,
        data: { redirect_uri, received: redirect_uri },
      },
    ];
  }
  return [];
}
const MOST_OF_LINE = 6000;

/** What weighs no more is a guess. */
const GUESS = 0.45;

/** A command line that signs in opens a browser itself and listens on this machine (RFC 8252 §7.3). */
const BY_COMMAND =
  /\bopening (?:a |the |your |system )?(?:default )?browser|\bperforming \w{1,40} flow login/i;

/**
 * True for a request of this app: by its client ID or the host of its redirect URI, or by the path where the ID isn't
 * known. Anything else is the request of another app, of which nothing is known here.
 */
function isOf(connection: Connection | undefined, parameters: URLSearchParams): boolean {
  if (connection === undefined) return false;
  const { client } = connection;
  if (parameters.get('client_id') === client.client_id) return true;
  const sent = parameters.get('redirect_uri');
  if (sent === null || !canParseUrl(sent)) return sent !== null;
  const { hostname, pathname } = new URL(sent);
  const isKnown = isClientIdKnown(connection);
  return client.redirect_uris.some(
    (uri) =>
      canParseUrl(uri) &&
      (new URL(uri).hostname === hostname || (!isKnown && new URL(uri).pathname === pathname)),
  );
}

/** Findings about one parameter of an address, as far as they count. */
type About = (parameter: string, findings: readonly Judged[]) => readonly Judged[];

const lastOf = (parameters: URLSearchParams): string | undefined => [...parameters.keys()].at(-1);

/** True if nothing follows in the line, or what stands for a value: a terminal, a paste or a person may have cut the address there. */
const endsLine = (text: string, at: number): boolean => at >= text.length || /[\r\n<{[…]/.test(text[at]!);

/** What is found in a value that may go on, or may follow, is not sure; in an empty one it is nothing. */
const MOST_OF_CUT = 0.75;
const perhapsCut = (value: string | null, findings: readonly Judged[]): readonly Judged[] =>
  value === '' ? [] : findings.map((one) => ({ ...one, weight: Math.min(one.weight, MOST_OF_CUT) }));

/**
 * Appends a decoded copy of each address that is completely URL-encoded, as inside another address's query.
 */
function unpacked(text: string): string {
  const packed = text.match(/https?%3A%2F%2F[\w.~%+*!'()-]{4,8192}/gi)?.slice(0, MAX_ADDRESSES) ?? [];
  const addresses = packed.filter((one) => /%3F/i.test(one)).map((one) => decoded(one));
  return [text, ...addresses].join('\n');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Endpoints that an app asks itself, and to which no browser is sent with a login. */
const OTHER_ENDPOINT = /\/(token|userinfo|introspect(?:ion)?|revo(?:ke|cation)|jwks(?:\.json)?|certs)\/?$/i;

export type Judged = Omit<AddressFinding, 'matched'>;

function judgeRequest(
  url: URL,
  parameters: URLSearchParams,
  connection: Connection | undefined,
  product: Product | undefined,
  about: About,
): Judged[] {
  const other = OTHER_ENDPOINT.exec(url.pathname)?.[1];
  if (other !== undefined)
    return [
      {
        id: 'app-endpoint-wrong',
        weight: 0.95,
        data: { url: redactUrl(`${url.origin}${url.pathname}`), is: other.toLowerCase() },
      },
    ];
  if (isCut(parameters, connection)) return [];
  const found: Judged[] = [...about('state', judgeState(parameters, product))];
  // What a program writes where a value was never set.
  if (UNSET.test(parameters.get('client_id') ?? 'set'))
    found.push(
      ...about('client_id', [
        { id: 'literal-quotes-or-misspelt-name', weight: 0.93, data: { client_id: '' } },
      ]),
    );
  const sent = parameters.get('redirect_uri');
  if (sent !== null) found.push(...about('redirect_uri', judgeRedirect(sent, url, connection, product)));

  if (!connection && sent !== null && isOnlyInside(url) && leadsOutside(sent))
    found.push({
      id: 'idp-advertises-wrong-self',
      weight: 0.84,
      data: { actual: redactUrl(`${url.origin}${url.pathname}`) },
    });

  const scopes = (parameters.get('scope') ?? '').split(' ').filter(Boolean);
  if (scopes.length > 0 && !scopes.includes('openid')) {
    const data = { scope: redactText(scopes.join(' ')) };
    found.push(...about('scope', [{ id: 'openid-scope-missing', weight: 0.88, data }]));
  }
  if (!connection) return found;
  const beyond = scopes.filter((scope) => !connection.client.scopes.includes(scope) && !isHiddenValue(scope));
  if (scopes.includes('openid') && beyond.length > 0) {
    found.push({ id: 'scope-not-allowed', weight: 0.7, data: { scope: redactText(beyond.join(' ')) } });
  }
  const id = parameters.get('client_id');
  if (
    id !== null &&
    !isHiddenValue(id) &&
    isClientIdKnown(connection) &&
    id !== connection.client.client_id
  ) {
    found.push({ id: 'client-unknown', weight: 0.7, data: { client_id: redactText(id) } });
  }
  const isWhole = REQUIRED.every((name) => parameters.has(name));
  if (connection.pkce.require && isWhole && !parameters.has('code_challenge')) {
    found.push(...about('code_challenge', [{ id: 'pkce-required', weight: 0.8, data: {} }]));
  }
  return found;
}

/** True for the name of a container with its port: no browser knows it. Without a port a person may have shortened it. */
const isOnlyInside = ({ hostname, port }: URL): boolean =>
  port !== '' &&
  /^[a-z][a-z0-9_-]*$/i.test(hostname) &&
  !/^(?:localhost|x+|redacted|hidden)$/i.test(hostname);
const leadsOutside = (uri: string): boolean => canParseUrl(uri) && !isInternalHost(new URL(uri).hostname);

/** What a request for a login always has (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1); without one of them it was cut. */
const REQUIRED = ['client_id', 'response_type', 'scope', 'redirect_uri'];
const NAMES = [...REQUIRED, 'state', 'nonce', 'code_challenge', 'code_challenge_method', 'prompt'];

/** True if an address was cut off in its last parameter, as logs and terminals do: what is missing was not left out. */
function isCut(parameters: URLSearchParams, connection: Connection | undefined): boolean {
  const [name, value] = [...parameters].at(-1) ?? [];
  if (name === undefined || value === undefined) return false;
  // What is left of an encoded character.
  if (/%[0-9a-f]?$/i.test(value)) return true;
  const begins = (whole: string, part: string) => whole !== part && whole.startsWith(part);
  if (value === '') return NAMES.some((one) => begins(one, name));
  if (name === 'redirect_uri')
    return ['https://', 'http://', ...(connection?.client.redirect_uris ?? [])].some((one) =>
      begins(one, value),
    );
  const scopes = ['openid', 'profile', 'email', ...(connection?.client.scopes ?? [])];
  return name === 'scope' && scopes.some((one) => begins(one, value.split(' ').at(-1)!));
}

const UNSET = /^(?:none|null|nil|undefined|\$\{?[a-z_]{1,60}\}?|)$/i;

/** What people write where a value was, and what examples have. */
const STANDS_FOR = /^(?:state|random|some\w{0,3}|test|foo|bar|abcd?|xyz|123\d{0,4}|x+|\.+|…|[[<({*].*)$/i;

function judgeState(parameters: URLSearchParams, product: Product | undefined): Judged[] {
  const state = parameters.get('state');
  if (state === null || state.length >= LEAST_STATE) return [];
  const strict = product === undefined || product === 'authelia';
  // Written by hand in place of what was sent.
  const weight = STANDS_FOR.test(state) ? GUESS : strict ? 0.9 : 0.5;
  return [{ id: 'weak-state', weight, data: { state_length: state.length } }];
}

/**
 * A scheme of an app's own has a dot in it (RFC 8252 §7.1), or stands before two slashes and is none of the web. With
 * digits after the colon it is a host and its port.
 */
const PRIVATE_SCHEME =
  /^(?:[a-z][a-z0-9+-]{0,40}\.[a-z0-9.+-]{1,80}:(?!\d)|(?!https?:)[a-z][a-z0-9+-]{1,40}:\/\/)/i;

/**
 * Judges the redirect URI that an app sent: by the app's own ones if they are known, otherwise by its form.
 *
 * @param at the address it was sent to, if that was seen
 */
export function judgeRedirect(
  sent: string,
  at: URL | undefined,
  connection: Connection | undefined,
  product: Product | undefined,
): Judged[] {
  const wanted = connection?.client.redirect_uris ?? [];
  if (wanted.includes(sent) || sent === connection?.test_redirect_uri) return [];
  const data = { redirect_uri: redactUrl(sent), received: redactUrl(sent) };
  if (PRIVATE_SCHEME.test(sent)) return [{ id: 'mobile-callback', weight: 0.88, data }];
  // It may be cut off with the text.
  if (!canParseUrl(sent)) return [{ id: redirectCause(product), weight: 0.75, data }];
  const url = new URL(sent);
  const wantedHost = hostOf(wanted[0]);
  // The port is that of https, so a proxy has it and the app did not hear of it.
  if (/^http:\/\/[^/]*:443(?:\/|$)/i.test(sent) && !isInternalHost(url.hostname))
    return [{ id: 'redirect-downgraded-to-http', weight: 0.94, data }];
  // At a number of its own network it is reached as it says.
  if (/^https?:\/\/[^/]*:(?:443|80)(?:\/|$)/i.test(sent) && !isNumber(url.hostname)) {
    return [{ id: 'internal-address-leaks', weight: 0.88, data }];
  }
  if (isInternalHost(url.hostname) && url.hostname !== wantedHost) {
    // “localhost” is right if everything runs on one machine. A provider on another host means that it does
    // not.
    const outside = (at !== undefined && !isInternalHost(at.hostname)) || wantedHost !== undefined;
    if (outside) return [{ id: 'internal-address-leaks', weight: wantedHost ? 0.92 : 0.85, data }];
    // Refused, with nothing known of the provider: few run all of it on their own machine, and such an entry is a default.
    return at === undefined && isOwnMachine(url.hostname)
      ? [{ id: 'internal-address-leaks', weight: LIKELY_LEAK, data }]
      : [];
  }
  // With no proxy in front of it, an app is reached by its number or port and has no https to lose. A port such as
  // 8443 is named after the one of https.
  const direct =
    wanted.length === 0 &&
    at === undefined &&
    !url.port.endsWith('443') &&
    (url.port !== '' || isNumber(url.hostname));
  const secureElsewhere = !direct && (wanted[0]?.startsWith('https:') ?? at?.protocol !== 'http:');
  if (url.protocol === 'http:' && secureElsewhere && !isInternalHost(url.hostname)) {
    return [{ id: 'redirect-downgraded-to-http', weight: 0.93, data }];
  }
  return wanted.length > 0 ? [{ id: redirectCause(product), weight: 0.85, data }] : [];
}

/** More than a state of the same address, which is written in place of one. */
const NO_STATE = 0.46;
const LIKELY_LEAK = 0.76;
const isNumber = (host: string): boolean => /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/.test(host);
const isOwnMachine = (host: string): boolean => /^(?:localhost|127\.|0\.0\.0\.0|\[::1\])/.test(host);

const DOCUMENT =
  /https:\/\/([a-z0-9.-]{3,253}(?::\d{2,5})?)(\/[^\s"'<>?#]{0,300}?)?\/\.well-known\/openid-configuration/gi;
const OWN_ENDPOINT =
  /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::\d{2,5})?\/[^\s"'<>?#]{1,300}/gi;

/**
 * Judges what a program asked at the provider: the document at an address that others reach, and then an endpoint of the same
 * path on a machine's own address, which only the document can have named.
 */
function judgeOwnEndpoints(text: string): AddressFinding[] {
  for (const [document, host, root = ''] of [...text.matchAll(DOCUMENT)].slice(0, MAX_ADDRESSES)) {
    if (isInternalHost(host!.toLowerCase())) continue;
    for (const [whole] of [...text.matchAll(OWN_ENDPOINT)].slice(0, MAX_ADDRESSES)) {
      const endpoint = whole.replace(/[.,;:)\]}]{1,4}$/, '');
      const path = endpoint.replace(/^https?:\/\/[^/]+/i, '');
      if (/\.well-known|callback|redirect/i.test(path) || !OF_PROVIDER.test(path)) continue;
      if (root !== '' && !path.startsWith(`${root}/`)) continue;
      const actual = redactUrl(endpoint);
      const expected = redactUrl(document.replace(/\/\.well-known.*$/, ''));
      return [
        {
          id: 'idp-advertises-wrong-self',
          weight: 0.95,
          matched: actual,
          data: { expected, actual },
        },
      ];
    }
  }
  return [];
}

const member = (names: string, scheme: string): RegExp =>
  new RegExp(
    String.raw`\b(?:${names})\b["'\s|:=]{1,40}(${scheme}://([^\s"'|<>/:,]{1,253})[^\s"'|<>,]{0,300})`,
    'i',
  );
const ISSUER_BY_HTTPS = member('issuer', 'https');
const ENDPOINT_BY_HTTP = member('authorization_endpoint|token_endpoint|userinfo_endpoint|jwks_uri', 'http');

/** Judges a discovery document, however it is written down: endpoints by http on the host of an issuer that has https. */
function judgePlainEndpoints(text: string): AddressFinding[] {
  const [, issuer, host] = ISSUER_BY_HTTPS.exec(text) ?? [];
  const [, endpoint, other] = ENDPOINT_BY_HTTP.exec(text) ?? [];
  if (issuer === undefined || endpoint === undefined || host?.toLowerCase() !== other?.toLowerCase())
    return [];
  const actual = redactUrl(endpoint);
  return [
    {
      id: 'idp-advertises-wrong-self',
      weight: 0.75,
      matched: actual,
      data: { expected: redactUrl(issuer), actual },
    },
  ];
}

/** How the endpoints that a program asks end. */
const OF_PROVIDER = /\/(?:token|user_?info|jwks(?:\.json)?|certs|keys)\/?$/i;

/** The parameter alone, as people copy it out of an address. */
const BARE =
  /(?<![?&\w%/-])redirect(?:_ur[il]=| ur[il]:? )["'\x60]?(https?(?::\/\/|%3A%2F%2F)[^\s"'\x60<>&]{3,500})/gi;
/** The app itself is reached by https, as a person or an address says. */
const BY_HTTPS = /\bhttps\b(?!%3A)|\b(?:terminates?|terminating|offload\w*) (?:tls|ssl)\b/i;

/** Why it is refused says more than that it is. */
const SHOWS_WHY = 0.95;

/** Judges a redirect URI that stands alone in a text, with no request around it. */
function judgeBare(text: string): AddressFinding[] {
  const sent = new Set([...text.matchAll(BARE)].slice(0, MAX_ADDRESSES).map(([, one]) => decoded(one!)));
  const plain = [...sent].filter((one) => one.startsWith('http:'));
  // Beside those of other apps, the one by http is what differs, if a redirect URI is refused.
  const several = sent.size > 1;
  if (several && (plain.length !== 1 || !REDIRECT_REFUSED.test(text))) return [];
  const uri = several ? plain[0] : [...sent][0];
  if (uri === undefined || !canParseUrl(uri)) return [];
  const rest = text.replace(BARE, '');
  const { hostname, protocol } = new URL(uri);
  const redirect_uri = redactUrl(uri);
  const found = { matched: redirect_uri, data: { redirect_uri, received: redirect_uri } };
  if (isInternalHost(hostname))
    return namesOutside(rest) && !BY_COMMAND.test(rest)
      ? [
          {
            id: 'internal-address-leaks',
            weight: SHOWS_WHY,
            ...found,
            data: { ...found.data, outside: isOwnMachine(hostname) },
          },
        ]
      : [];
  // The https of other hosts says nothing of this one, and with a port of its own it is reached as it says.
  const ofIt = rest.replace(
    /https?:\/\/([^\s"'\x60<>/:]{1,253})[^\s"'\x60<>]{0,500}/gi,
    (url, host: string) => (host.toLowerCase() === hostname ? url : ''),
  );
  const isPlain = protocol === 'http:' && new URL(uri).port === '';
  return isPlain &&
    (several ? ![...sent].some((one) => one !== uri && hostOf(one) === hostname) : BY_HTTPS.test(ofIt))
    ? [{ id: 'redirect-downgraded-to-http', weight: SHOWS_WHY, ...found }]
    : [];
}

/** A path where the redirect URI belongs: alone, as people copy it, or in the query of a request with its client ID. */
const PATH = String.raw`redirect_uri=((?:\/|%2F)(?!\/|%2F)[^\s"'\x60<>&]{1,300})(?!["'\x60])`;
const PATH_ALONE = new RegExp(String.raw`(?<![?&\w%/-])${PATH}`, 'i');
const PATH_ASKED = new RegExp(String.raw`[?&]${PATH}`, 'i');
/** The redirect URI itself is said to be wrong. */
const REDIRECT_REFUSED =
  /\b(?:invalid|mismatch\w*|wrong|bad|unregistered|missing|malformed)\b[^\n]{0,30}\bredirect|\bredirect[^\n]{0,60}\b(?:invalid|mismatch\w*|not match\w*|not (?:valid|allowed|registered|an absolute)|refused|rejected)\b/i;

/** An app that does not know its own address sends only the path; a redirect URI is an absolute one (RFC 6749 §3.1.2). */
function judgeWithoutHost(text: string, product: Product | undefined): AddressFinding[] {
  if (!REDIRECT_REFUSED.test(text)) return [];
  const asked = text
    .split(/[\s"'<>]/)
    .find((one) => one.length < MOST_OF_LINE && one.includes('client_id=') && PATH_ASKED.test(one));
  const sent = PATH_ALONE.exec(text)?.[1] ?? (asked === undefined ? undefined : PATH_ASKED.exec(asked)?.[1]);
  if (sent === undefined) return [];
  const redirect_uri = redactUrl(decoded(sent));
  return [
    {
      id: redirectCause(product),
      weight: 0.98,
      matched: `redirect_uri=${redirect_uri}`,
      data: { redirect_uri, received: redirect_uri, no_host: 'true' },
    },
  ];
}

/** A redirect URI as members of JSON and fields of a log have it: as what was sent, not as what is registered. */
const NAMED_REDIRECT =
  /\bredirect_ur[il](?:_given)?["']?\s{0,3}[:=]\s{0,3}["']?((?:https?|[a-z][a-z0-9.+-]{2,40}):\/{1,3}[^\s"'<>&,;}\]]{1,500})/gi;

/** The one redirect URI that a text names; undefined if there are several. */
export function namedRedirect(text: string): string | undefined {
  const named = new Set([...text.matchAll(NAMED_REDIRECT)].slice(0, MAX_ADDRESSES).map(([, uri]) => uri));
  return named.size === 1 ? [...named][0] : undefined;
}

/** The address of the one authorization request that a text shows. */
export function askedOf(text: string): URL | undefined {
  const asked = text.match(/https?:\/\/[^\s"'<>\\`?]{4,500}(?=\?[^\s"'<>\\`]{0,2000}redirect_uri=)/gi) ?? [];
  const [one] = asked;
  return one !== undefined && new Set(asked).size === 1 && canParseUrl(one) ? new URL(one) : undefined;
}

function judgeCallback(
  url: URL,
  parameters: URLSearchParams,
  connection: Connection | undefined,
  isOutside: boolean,
  about: About,
): Judged[] {
  const error = parameters.get('error');
  if (error !== null) {
    const known = Object.hasOwn(BY_ERROR, error) ? BY_ERROR[error] : undefined;
    const description = parameters.get('error_description');
    const data = {
      error: redactText(error).slice(0, 80),
      ...(description === null ? {} : { error_description: redactText(description).slice(0, 300) }),
    };
    const pkce = /code_challenge|pkce/i.test(`${description} ${parameters.get('error_hint')}`);
    if (known)
      return [
        { id: pkce && error === 'invalid_request' ? 'pkce-required' : known[0], weight: known[1], data },
      ];
    // A provider gives the state back (RFC 6749 §4.1.2.1); without it the app itself sends its own page an error.
    return error.length > 2 && parameters.has('state')
      ? [{ id: 'authorization-refused', weight: 0.35, data }]
      : [];
  }
  if (!parameters.has('code') || !parameters.has('state') || isHiddenValue(url.hostname)) return [];
  const here = `${url.origin}${url.pathname}`;
  const wanted = connection?.client.redirect_uris ?? [];
  const data = { redirect_uri: redactUrl(here), received: redactUrl(here) };
  // A provider that gave a code did not mind the state.
  const found = about('state', judgeState(parameters, undefined)).map((one) => ({
    ...one,
    weight: Math.min(one.weight, GUESS),
  }));
  if (wanted.includes(here) || here === connection?.test_redirect_uri) return found;
  const isPath = wanted.some((uri) => canParseUrl(uri) && new URL(uri).pathname === url.pathname);
  if (isPath && isInternalHost(url.hostname) && url.hostname !== hostOf(wanted[0])) {
    found.push({ id: 'internal-address-leaks', weight: 0.85, data });
  } else if (
    wanted[0]?.startsWith('https:') &&
    url.protocol === 'http:' &&
    url.hostname === hostOf(wanted[0])
  ) {
    found.push({ id: 'redirect-downgraded-to-http', weight: 0.85, data });
  } else if (wanted.length === 0 && isInternalHost(url.hostname)) {
    found.push({ id: 'internal-address-leaks', weight: isOutside ? 0.7 : NO_STATE, data });
  }
  return found;
}

/** A callback with its code, and the 404 with which the app answered it. */
const CALLBACK_NOT_FOUND =
  /((?:https?:\/\/[^\s"'?]{1,200})?\/[^\s"'?]{0,200}(?:callback|oauth|oidc|sso)[^\s"'?]{0,100})\?[^\s"']{0,2000}\bcode=[^\s"']{1,4000}["']?\s{1,3}(?:HTTP\/[\d.]{1,4}["']?\s{1,3})?404\b/i;

/** The app has no page at its own callback: it lies under another path than the one that was made for it. */
function judgeNotFound(text: string): AddressFinding[] {
  if (!text.includes('code=')) return [];
  const lines = text
    .split('\n')
    .filter((line) => line.length < 6000 && line.includes('404') && line.includes('code='));
  for (const line of lines.slice(0, MAX_ADDRESSES)) {
    const path = CALLBACK_NOT_FOUND.exec(line)?.[1];
    if (path === undefined) continue;
    const url = redactUrl(path);
    return [{ id: 'loop-after-callback', weight: 0.8, matched: `${url} 404`, data: { url, status: '404' } }];
  }
  return [];
}

/** How the issuers of some products end, and the names by which a text speaks of others. */
const ISSUERS: readonly (readonly [path: RegExp, own: RegExp])[] = [
  [/^\/application\/o\//, /authentik/i],
  [/^\/(?:auth\/)?realms\//, /keycloak|red hat/i],
];
const NAMED = /\b(?:authelia|authentik|keycloak|pocket[ -]?id|zitadel|kanidm|dex|rauthy)\b/gi;

/** No message says that anything is wrong, and two texts may stand together. */
const OF_ANOTHER = 0.79;
/** A line of a log that tells what goes well: the issuer in it was read, or is used. */
const WELL = /\b(?:INFO|DEBUG|TRACE)\b|\blevel["']?[=:] ?["']?(?:info|debug|trace)\b/;

/** An issuer with the path of one product, in a text that speaks of another one only. */
function judgeProductOfIssuer(text: string): AddressFinding[] {
  const setting =
    /issuer(?:[-_ ]?ur[li])?["']{0,2}[ \t]{0,8}[:=][ \t]{0,8}["']?(https?:\/\/[^\s"'<>]{4,500})/gi;
  let count = 0;
  for (const match of text.matchAll(setting)) {
    if (++count > MAX_ADDRESSES) break;
    const address = match[1]!;
    const line = text.lastIndexOf('\n', match.index) + 1;
    if (WELL.test(text.slice(Math.max(line, match.index - 300), match.index))) continue;
    const own = canParseUrl(address)
      ? ISSUERS.find(([path]) => path.test(new URL(address).pathname))?.[1]
      : undefined;
    if (own === undefined) continue;
    const named = new Set((text.replaceAll(address, '').match(NAMED) ?? []).map((one) => one.toLowerCase()));
    const [other] = named;
    if (other === undefined || named.size > 1 || own.test(other)) return [];
    const data = { url: redactUrl(address), named: other };
    return [{ id: 'discovery-path-wrong', weight: OF_ANOTHER, matched: data.url, data }];
  }
  return [];
}

/** What a proxy's catch-all, an empty variable or an address to listen on is called: no browser reaches it. */
const NOBODYS =
  /\bredirect_ur[il]["']?\s{0,3}[:=]\s{0,3}["']?(https?(?::\/\/|%3A%2F%2F)(?:_|undefined|null|none|0\.0\.0\.0|\$\{?[a-z_]{1,40}\}?)(?![\w.-])[^\s"'<>&,;]{0,300})/i;

/** A redirect URI on a host that nobody can have: the app made it from a name that is none. */
function judgeNobodysHost(text: string): AddressFinding[] {
  const sent = NOBODYS.exec(text)?.[1];
  if (sent === undefined) return [];
  const redirect_uri = redactUrl(/%3A/i.test(sent) ? decoded(sent) : sent);
  return [
    {
      id: 'internal-address-leaks',
      weight: 0.92,
      matched: redirect_uri,
      data: { redirect_uri, received: redirect_uri },
    },
  ];
}

/** An address that a program itself asked, with what was answered: Guzzle for PHP, and requests for Python. */
const FETCHED =
  /\bGET (https?:\/\/[^\s"'<>\x60]{4,500})[\x60'"]{0,2} resulted in a [\x60'"]?4\d\d|\b4\d\d Client Error: [^\n:]{1,60} for url: (https?:\/\/[^\s"'<>?\x60]{4,500})/gi;

/** Only a browser is sent to the authorization endpoint. A program that asks it itself has it in place of the issuer. */
function judgeFetched(text: string): AddressFinding[] {
  return [...text.matchAll(FETCHED)].slice(0, MAX_ADDRESSES).flatMap(([, php, python]) => {
    const address = (php ?? python)!;
    if (!canParseUrl(address)) return [];
    if (!isEndpoint(new URL(address).pathname)) return [];
    const url = redactUrl(address);
    return [{ id: 'endpoint-given-as-issuer', weight: 0.92, matched: url, data: { url } }];
  });
}

/** Rows of a table with bars, as command lines print their settings. */
const ROW = /^[ \t]{0,20}\|(.{1,4000})\|[ \t]*$/;
const cellsOf = (line: string): readonly string[] | undefined =>
  ROW.exec(line)?.[1]
    ?.split('|')
    .map((cell) => cell.trim());

/** The address of an endpoint in the column for the issuer or the discovery document. */
function judgeTables(text: string): AddressFinding[] {
  if (!text.includes('|')) return [];
  let column = -1;
  for (const line of text.split('\n', MOST_ROWS)) {
    const cells = cellsOf(line);
    if (cells === undefined) {
      if (!/^[ \t]*[+|-]/.test(line)) column = -1;
      continue;
    }
    const heading = cells.findIndex((cell) => /^(?:issuer|discovery|well-known)\b[a-z -]{0,20}$/i.test(cell));
    if (heading >= 0) column = heading;
    const address = column < 0 ? undefined : cells[column];
    if (address === undefined || !canParseUrl(address) || !isEndpoint(new URL(address).pathname)) continue;
    const url = redactUrl(address);
    return [{ id: 'endpoint-given-as-issuer', weight: 0.92, matched: url, data: { url } }];
  }
  return [];
}

const MOST_ROWS = 2000;

/** True for the path of an authorization endpoint. */
const isEndpoint = (path: string): boolean =>
  /\/(?:authori[sz]e|authorization|(?:openid-connect|oidc)\/auth)\/?$/i.test(path);

const ENDPOINT = /\/(?:authorize|authorization|auth|token|userinfo)\/?$/i;

/** The same in a sentence: an address that stands for the issuer or the document. */
const ASKED_FOR_DOCUMENT =
  /\b(?:(?:discovery|metadata|well-known)(?: (?:endpoint|url|uri|address|document))?(?: is| was| at| from| for)?|(?:reach|load|fetch|contact|connect to|discover)(?:ed|ing)? (?:the )?(?:\w+ ){0,3}(?:provider|issuer|discovery)(?: document)?(?: at| from)?(?: ur[li])?|(?:provider|issuer) at ur[li])[ \t]{1,4}["'\x60]?(https?:\/\/[^\s"'<>\x60|,]{4,500})/gi;

/** Finds issuer or discovery settings that contain the address of an endpoint instead. */
function judgeSettings(text: string): AddressFinding[] {
  const found: AddressFinding[] = [];
  const settings =
    /(?:issuer|issuer_url|application_url|metadata_url|discovery_url|discovery_uri|discoveryendpoint|well_known|wellknown|(?<=\|[ \t*\x60]{0,8})(?:issuer|discovery|metadata)[ _-]ur[li])["'*\x60]{0,2}[ \t]{0,8}[:=|][ \t]{0,8}["'\x60]?(https?:\/\/[^\s"'<>\x60|]{4,500})/gi;
  for (const match of [...text.matchAll(settings), ...text.matchAll(ASKED_FOR_DOCUMENT)]) {
    const address = match[1]!;
    if (!canParseUrl(address) || !ENDPOINT.test(new URL(address).pathname)) continue;
    // The root address of Keycloak up to 16, and of some other products, ends in /auth.
    if (/\/auth\/?$/i.test(new URL(address).pathname) && !/openid-connect|oidc/i.test(address)) continue;
    const url = redactUrl(address);
    found.push({ id: 'endpoint-given-as-issuer', weight: 0.92, matched: url, data: { url } });
  }
  const plain = OF_KUBERNETES.exec(text)?.[1];
  if (plain !== undefined && canParseUrl(plain)) {
    const url = redactUrl(plain);
    found.push({ id: 'issuer-plain-http', weight: 0.72, matched: url, data: { url } });
  }
  if (NO_ADDRESS.test(text) && BY_HAND.test(text))
    found.push({
      id: 'app-endpoint-wrong',
      weight: 0.96,
      matched: 'unsupported protocol scheme',
      data: { empty: 'true' },
    });
  return found.slice(0, 5);
}

/** The option of the API server of Kubernetes and of its command line, which takes https only. */
const OF_KUBERNETES = /\boidc-issuer-url[ '"=]{1,4}(http:\/\/[^\s"'<>]{4,300})/i;

/** A request to an empty address, in the words of Go, and an app whose endpoints are settings of its own. */
const NO_ADDRESS =
  /\bPost (?:\\?"\\?" ?)?: unsupported protocol scheme|\bPost \\?"\\?": unsupported protocol scheme/i;
const BY_HAND =
  /(?:auth(?:ori[sz]e|ori[sz]ation)?|token|api|user_?info)_?ur[li]["']?[ \t]{0,40}[:=][ \t]{0,60}["']?https?:/i;

/** What a person writes beside each of two issuers that they compared, in a table or a list. */
const beside = (of: string): RegExp =>
  new RegExp(
    String.raw`(?:^|\n)[^\n:=]{0,20}\biss(?:uer)?\b[^\n:=]{0,40}\b(?:${of})\b[^\n:=|]{0,40}[|:=][ \t]{0,8}[\x60"']?(https?://[^\s"'\x60|<>]{1,500})`,
    'i',
  );
const ISSUER_OF_DOCUMENT = beside('discovery|document|metadata|well-known');
const ISSUER_OF_TOKEN = beside('jwt|token|id_token');

/** What two issuers that differ mean, and how surely; `weight` is that of a difference without a reason of its own. */
function causeOfIssuers(
  expected: string,
  found: string,
  weight: number,
): { readonly id: string; readonly weight: number } {
  if (isDocumentOf(expected, found)) return { id: 'endpoint-given-as-issuer', weight: 0.96 };
  if (namesItselfWrongly(expected, found))
    return { id: 'idp-advertises-wrong-self', weight: weight + (1 - weight) / 2 };
  return { id: 'issuer-mismatch', weight };
}

/** A program says that an issuer is another one, and prints what it compared as members of an object. */
const ISSUER_DIFFERS =
  /\bissuer\b[^\n]{0,80}\b(?:match|mismatch|differ|unexpected|not equal)|\b(?:unexpected|wrong|invalid|mismatch(?:ed|ing)?|different)\b[^\n]{0,40}\bissuer\b/i;
const memberOf = (name: string): RegExp =>
  new RegExp(String.raw`(?:^|[\s{,(])["']?(?:${name})["']?\s?[:=]\s?["'](https?://[^\s"']{1,500})["']`, 'im');
const EXPECTED_MEMBER = memberOf('expected(?:_?issuer)?');
const ISSUER_MEMBER = memberOf('issuer|iss|actual(?:_?issuer)?|received|got');

/** “Expected issuer … but the token has iss …”. */
const ISSUERS_BESIDE =
  /\bexpected (?:an? |the )?iss(?:uer)?\b[^\n.]{0,12}?(https?:\/\/[^\s"'`,\\]{1,500})[^\n]{0,40}?\b(?:but|got|found|has|received|was)\b[^\n]{0,40}?(https?:\/\/[^\s"'`,\\]{1,500})/i;

/** Judges issuers named in an error or in a pasted discovery document. */
function judgeIssuers(text: string, connection: Connection | undefined): AddressFinding[] {
  const found: AddressFinding[] = [];
  if (/issuer|\biss\b/i.test(text)) {
    const pair =
      ISSUERS_BESIDE.exec(text) ??
      /expected[: ]{1,3}\\?["'`]?(https?:\/\/[^\s"'`,\\]{1,500})\\?["'`]?,? {0,3}(?:but )?got[: ]{1,3}\\?["'`]?(https?:\/\/[^\s"'`,\\]{1,500})/i.exec(
        text,
      );
    if (pair) {
      const data = { expected: redactUrl(pair[1]!), actual: redactUrl(pair[2]!) };
      found.push({
        ...causeOfIssuers(pair[1]!, pair[2]!, 0.94),
        matched: `expected ${data.expected} got ${data.actual}`,
        data,
      });
    }
  }
  if (found.length === 0 && ISSUER_DIFFERS.test(text)) {
    const wanted = EXPECTED_MEMBER.exec(text)?.[1];
    const named = wanted === undefined ? undefined : ISSUER_MEMBER.exec(text)?.[1];
    if (wanted !== undefined && named !== undefined && named !== wanted) {
      const data = { expected: redactUrl(wanted), actual: redactUrl(named) };
      found.push({
        ...causeOfIssuers(wanted, named, 0.94),
        matched: `expected ${data.expected} got ${data.actual}`,
        data,
      });
    }
  }
  const announced = ISSUER_OF_DOCUMENT.exec(text)?.[1];
  const inToken = announced === undefined ? undefined : ISSUER_OF_TOKEN.exec(text)?.[1];
  if (announced !== undefined && inToken !== undefined && announced !== inToken) {
    const expected = redactUrl(announced);
    const actual = redactUrl(inToken);
    found.push({
      id: 'issuer-mismatch',
      weight: 0.96,
      matched: `${expected} ${actual}`,
      data: { expected, actual, announced: expected },
    });
  }
  const document = /"issuer"[ \t]{0,8}:[ \t]{0,8}"(https?:\/\/[^"\s]{1,500})"/.exec(text);
  const expected = connection?.provider_metadata.issuer;
  if (document && expected !== undefined && document[1] !== expected) {
    const actual = redactUrl(document[1]!);
    found.push({
      ...causeOfIssuers(expected, document[1]!, 0.85),
      matched: `"issuer": "${actual}"`,
      data: { expected, actual },
    });
  }
  return found;
}
