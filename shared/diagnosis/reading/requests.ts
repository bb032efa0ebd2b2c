import { canParseUrl } from '../../can-parse-url.ts';
import type { Connection } from '../../client/types.ts';
import type { FindingCode } from '../findings.ts';
import { matchesOf } from '../matches.ts';
import { lower, normalise } from '../normalise.ts';
import { withoutColours } from './entries.ts';
import type { Observation, PointsTo } from './recogniser.ts';
import type { Step } from './step.ts';

/** An entry of a log with the answers in it that are no answers of the provider's taken out, and those that are. */
export interface Answered {
  readonly text: string;
  readonly answers: readonly Answer[];
}

/** What one endpoint of the provider answered. */
export interface Answer {
  readonly endpoint: Step;
  /** What it says is wrong; undefined if it went well. */
  readonly says: Observation | undefined;
}

/** A request with its answer, as a line of a log tells of it. */
interface Logged {
  /** True if the program that writes the line asked; false if it answered. */
  readonly made: boolean;
  readonly address: string | undefined;
  readonly status: number;
  /** Where the status stands in the text, with the reason behind it. */
  readonly from: number;
  readonly to: number;
}

const METHOD = '(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH)';
const PATH = String.raw`(?<path>\/[^\s"'|]{0,800})`;
const AT = String.raw`(?<path>(?:https?:)?\/[^\s"'|)]{0,800})`;
/** 599 is what some clients have for no answer at all. */
const STATUS = String.raw`(?<status>[1-5]\d\d)(?![\w.])(?<!599)`;
/** The reason that many servers write behind the status. */
const REASON = String.raw`(?:[ _](?:[A-Z][a-z]{1,20}(?:[ -][A-Z]?[a-z]{1,20}){0,3}|[A-Z]{2,20}(?:_[A-Z]{2,20}){0,3})(?![a-z\w]))?`;
const ANSWER = String.raw`(?<answer>${STATUS}${REASON})`;
const HTTP = String.raw`HTTP\/[\d.]{1,3}`;

/** The lines of servers, most of which name no host: what they answered themselves. */
const SERVED: readonly RegExp[] = [
  // Apache, nginx, Traefik, Envoy, gunicorn, uvicorn, werkzeug, aiohttp, actix, PHP-FPM; chi has the client in between.
  `(?<client>https?:\\/\\/[^\\s"]{1,200} )?"${METHOD} ${AT}(?: ${HTTP})?"(?: from \\S{1,60} -)?\\s{1,3}${ANSWER}`,
  // HAProxy
  `\\b${ANSWER} \\d{1,12} \\S{1,40} \\S{1,40} [\\w-]{4} [\\d/]{5,40} [\\d/]{3,20} (?:\\{[^}]{0,400}\\} ){0,2}"${METHOD} ${AT}`,
  // gin, Fiber
  `\\|\\s{0,4}${ANSWER} {0,2}\\|.{1,120}?\\|\\s{0,4}${METHOD}\\s{0,10}\\|?\\s{0,10}"?${PATH}`,
  // Routers in Go
  `\\bcompleted ${METHOD} ${PATH} for [\\d.:a-f[\\]]{3,60}, ${ANSWER} in `,
  // IIS
  `\\b${METHOD} ${PATH} \\S{1,800} \\d{2,5} \\S{1,80} [\\d.:a-f%]{2,60} \\S{1,400} (?:\\S{1,800} )?${ANSWER} \\d{1,5} \\d{1,10} \\d{1,8}`,
  // PHP's own server
  `\\[${ANSWER}\\]: ${METHOD} ${PATH}`,
  // morgan, Koa, Hono, Next, hypercorn, Serilog
  `(?<!["\\w])${METHOD} ${PATH} (?:${HTTP} |responded |\\d )?${ANSWER}(?= )`,
  // tornado
  `(?<![\\w.])${ANSWER} ${METHOD} ${PATH}`,
  // Kestrel
  `\\bRequest finished (?:${HTTP} ${METHOD} ${AT} (?:- )*|in [\\d.]{1,16}ms )${ANSWER}`,
  // Rails, Spring, Phoenix: the request stands in another line.
  `\\bCompleted ${ANSWER}(?= in |\\s*$)`,
  `\\bSent ${ANSWER} in \\d`,
  // Rocket, tower-http
  `\\bOutcome: (?:Error|Failure|Success)\\(${ANSWER}\\)`,
  `\\bresponse failed classification=(?<answer>Status code: ${STATUS}${REASON})`,
  // Pages of Spring, Tomcat and Jetty
  `\\(type=[\\w ]{2,40}, (?<answer>status=${STATUS})\\)`,
  `(?<answer>\\bHTTP Status ${STATUS} [\\u2013-] [A-Z][\\w ]{2,40})`,
  `(?<answer>\\bHTTP ERROR ${STATUS}${REASON})\\s*$`,
  `^(?<answer>STATUS: ${STATUS})\\s*$`,
  // pino-http
  `(?<answer>\\bfailed with status code ${STATUS})(?=.{0,1000}"(?:msg|message)":"request errored")`,
].map((source) => new RegExp(source, 'gm'));

/** The lines of clients that name the whole address and what they got. */
const MADE: readonly RegExp[] = [
  // tornado
  `(?<![\\w.])${ANSWER} ${METHOD} (?<path>https?:\\/\\/[^\\s"']{1,800}?)(?=[:,]?(?:\\s|$))`,
  // httpx
  `\\b${METHOD} (?<path>https?:\\/\\/[^\\s"'\`]{1,800}?)[:'"\`]? (?:"?${HTTP} |resulted in an? [\`']?|(?:unexpected )?status:? )?${ANSWER}`,
  // OkHttp
  `<-- ${ANSWER} (?<path>https?:\\/\\/[^\\s"']{1,800})`,
  // requests, httpx, reqwest, Java, Symfony, Spring, Faraday
  `\\b${ANSWER}[^\\n]{0,40}? (?:for(?: url:?| URL:?)?|on ${METHOD} request for|from ${METHOD}|for ${METHOD}|returned for) [("']{0,2}(?<path>https?:\\/\\/[^\\s"')]{1,800}?)(?=[)"':,.]{0,3}(?:\\s|$))`,
  // aiohttp
  `\\b${ANSWER}, message='[^'\\n]{0,100}', url=(?:URL\\()?'?(?<path>https?:\\/\\/[^\\s"')]{1,800})`,
  // urllib3
  `https?:\\/\\/[^\\s"]{1,200} "${METHOD} ${PATH}(?: ${HTTP})?"\\s${ANSWER}`,
].map((source) => new RegExp(source, 'gm'));

/** An answer in another line than its request: of .NET and wget. */
const LATER = new RegExp(
  `\\b(?:(?:End processing HTTP request|Received HTTP response headers) after [\\d.]{1,16}ms - |HTTP request sent, awaiting response\\.{3} )${ANSWER}`,
  'gm',
);
const ASKED = new RegExp(
  `\\b(?:processing|Sending) HTTP request ${METHOD} (https?:\\/\\/[^\\s"']{1,800})|^--[\\d: -]{19}--\\s{1,4}(https?:\\/\\/\\S{1,800})`,
);

/** The address that a line says is asked now, where the answer comes in another line. */
export function askedIn(entry: string): string | undefined {
  const match = ASKED.exec(entry);
  return match?.[1] ?? match?.[2];
}

/** The trace of curl: the answer follows the request. */
const TRACE = new RegExp(
  `^> ${METHOD} ${PATH}(?: ${HTTP}[.\\d]*)?\\s*$(?:\\n(?:[>*}{] ?.{0,2000})?$){0,60}\\n< ${HTTP} ${ANSWER}`,
  'gm',
);
/** Fields of a structured line. */
const FIELD_METHOD =
  /["']?\b(?:\w{1,20}_)?(?:method|RequestMethod)["']?\s?[=:]\s?["']?(?:GET|POST|PUT|HEAD|DELETE|PATCH)\b/;
const FIELD_PATH =
  /["']?\b(?:path|uri|url|route|request_uri|RequestPath|event)["']?\s?[=:]\s?["']?((?:https?:\/)?\/[^\s"',}]{0,800})/;
const FIELD_STATUS =
  /["']?\b(?:\w{1,20}_)?(?:status(?:_?code)?|DownstreamStatus|OriginStatus)["']?\s?[=:]\s?["']?([1-5]\d\d)\b["']?/gi;
/** The page of Spring, as JSON. */
const FIELD_PAGE = /"timestamp":.{0,80}"status":[1-5]\d\d,"error":"[^"]{0,60}".{0,400}"path":"\//;
const FIELD_REASON =
  /"error":"(?:Bad Request|Unauthorized|Forbidden|Not Found|Internal Server Error|Bad Gateway|Service Unavailable)",?/;

/** Every form above has one of these. */
const OF_REQUEST = /\b(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH)\b|HTTP|url|completed|Sent|Outcome|status/i;

/** How the token endpoints of providers end. Many apps have a /token of their own, for a password. */
const TOKEN =
  /(?:^|\/(?:o|oidc|openid-connect|connect|oauth2?|oauth2?\/v\d(?:\.\d)?|oidc\/v\d|dex))\/token\/?$/;
const ENDPOINTS: readonly (readonly [Step, RegExp])[] = [
  ['discovery', /\/\.well-known\/(?:openid-configuration|oauth-authorization-server)\b/],
  ['userinfo', /\/user_?info(?:\.\w{2,5})?\/?$/],
  ['keys', /\/(?:jwks(?:\.json|_uri)?|certs|keys|jwk)\/?$/],
  ['token', TOKEN],
  ['authorization', /\/(?:authori[sz]e|authori[sz]ation|openid-connect\/auth)\/?$/],
];

/** The endpoint of a provider that an address has, by how its path ends. */
export function endpointOf(address: string): Step | undefined {
  const path = address.replace(/^(?:https?:)?\/\/[^/?#]*/, '').replace(/[?#].*$/s, '');
  return ENDPOINTS.find(([, form]) => form.test(path.toLowerCase()))?.[0];
}

/** What an answer of each endpoint says, by its status. */
const SAYS: Readonly<Partial<Record<Step, (status: number) => FindingCode | undefined>>> = {
  discovery: (status) =>
    status === 404
      ? 'discovery-not-found'
      : status === 401 || status === 403
        ? 'discovery-forbidden'
        : status >= 500
          ? 'discovery-server-error'
          : undefined,
  keys: (status) => (status === 404 || status === 403 || status >= 500 ? 'jwks-unreachable' : undefined),
  token: (status) =>
    status === 400
      ? 'token-request-refused'
      : status === 401
        ? 'token-client-refused'
        : status === 403
          ? 'token-forbidden'
          : status >= 500
            ? 'token-server-error'
            : undefined,
  userinfo: (status) =>
    status === 400 || status === 401 || status === 403
      ? 'userinfo-refused'
      : status >= 500
        ? 'userinfo-server-error'
        : undefined,
};

/** What a server logs of others' requests says a little less than what the client says that made them. */
const BY_SERVER = 0.8;
/** These say what is wrong themselves, whoever answers so. */
const OF_HEADERS: ReadonlySet<number> = new Set([414, 431, 494]);
/** What was wrong stands in the body of the answer. */
const BAD_REQUEST = 0.75;

/**
 * Tells whose answers a log tells of. What a program answered itself at an address of its own is its own page and nothing of
 * the provider, so it is taken out; what the provider answered at one of its endpoints is read by the endpoint.
 *
 * @param entry an entry of a log
 * @param asked what an entry before it says is asked
 */
export function whoseAnswers(entry: string, connection: Connection | undefined, asked?: string): Answered {
  if (!/[1-5]\d\d/.test(entry) || !OF_REQUEST.test(entry)) return { text: entry, answers: [] };
  const text = withoutColours(entry);
  const logged = requestsIn(text, asked ?? askedIn(text));
  if (logged.length === 0) return { text, answers: [] };
  const app = hostIn(connection?.app.url);
  const answers: Answer[] = [];
  let rest = '';
  let at = 0;
  for (const { made, address, status, from, to } of logged) {
    const endpoint = address === undefined ? undefined : endpointOf(address);
    const host = hostIn(address);
    const told = lower(normalise(text.slice(from, to)));
    const pointed = pointsAt(made, address, status);
    if (pointed !== undefined) {
      answers.push({ endpoint: 'authorization', says: observed(made, told, status, pointed) });
      rest += text.slice(at, from);
      at = to;
      continue;
    }
    const own = !made && (endpoint === undefined || (app !== undefined && host === app));
    if (own && !OF_HEADERS.has(status)) {
      rest += text.slice(at, from);
      at = to;
      continue;
    }
    if (own || endpoint === undefined) continue;
    const finding = status >= 400 ? SAYS[endpoint]?.(status) : undefined;
    if (finding !== undefined)
      answers.push({
        endpoint,
        says: observed(made, told, status, finding, status === 400 ? BAD_REQUEST : 1),
      });
    else if (status < 300) answers.push({ endpoint, says: undefined });
  }
  rest += text.slice(at);
  const elsewhere = answers.some(({ endpoint, says }) => says !== undefined && NO_LOGIN.has(endpoint));
  return { text: elsewhere ? rest.replace(OF_LOGIN, '') : rest, answers };
}

/** What a request's answer shows by its address, whoever gave it. */
function pointsAt(made: boolean, address = '', status: number): PointsTo | undefined {
  // OpenID Connect RP-Initiated Logout 1.0 §3: a way back that the provider does not know.
  if ((status === 400 || status === 403) && /[?&]post_logout_redirect_uri=/.test(address))
    return { cause: 'logout-incomplete' };
  // The person came back with a code, and the app itself lets nobody in.
  if (!made && status === 403 && /[?&]code=[^&\s]/.test(address) && endpointOf(address) === undefined)
    return { cause: 'registration-closed', or: ['role-wrong', 'blocked-by-waf'] };
  return undefined;
}

const observed = (
  made: boolean,
  told: string,
  status: number,
  finding: FindingCode | PointsTo,
  weight = 1,
): Observation => ({
  recogniser: {
    by: made ? 'an HTTP client' : 'a web server',
    says: told,
    finding,
    weight: (made ? 1 : BY_SERVER) * weight,
  },
  finding,
  data: { status },
  matched: told,
  anchor: told,
});

/** Where nobody logs in: the codes of the authorization endpoint say there only that the request was refused. */
const NO_LOGIN: ReadonlySet<Step> = new Set(['discovery', 'keys', 'userinfo']);
const OF_LOGIN =
  /\b(?:access_denied|login_required|interaction_required|consent_required|account_selection_required|unsupported_response_type)\b/g;

function hostIn(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = address.startsWith('//') ? `https:${address}` : address;
  return canParseUrl(url) ? new URL(url).host : undefined;
}

/** The requests that a text tells of, in their order, none of which overlaps another one. */
function requestsIn(text: string, asked: string | undefined): readonly Logged[] {
  const found: Logged[] = [];
  const add = (match: RegExpExecArray, made: boolean) => {
    const { path, status, answer = '', client } = match.groups ?? {};
    const from = match.index + match[0].lastIndexOf(answer);
    found.push({
      made: made || client !== undefined,
      address: path ?? (made ? asked : undefined),
      status: Number(status),
      from,
      to: from + answer.length,
    });
  };
  for (const form of [...MADE, TRACE, LATER]) for (const match of matchesOf(text, form)) add(match, true);
  for (const form of SERVED) for (const match of matchesOf(text, form)) add(match, false);
  found.push(...fieldsIn(text));
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  let end = 0;
  return found.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}

/** The same from the fields of a structured line: it was asked with a method, at a path of its own. */
function fieldsIn(text: string): readonly Logged[] {
  const address = FIELD_PATH.exec(text)?.[1];
  if (address === undefined || !(FIELD_METHOD.test(text) || FIELD_PAGE.test(text))) return [];
  // What a client asked is a url; a server names what was asked of it.
  const made = /^https?:/.test(address) && !/request_uri/i.test(text);
  return [FIELD_STATUS, ...(made ? [] : [new RegExp(FIELD_REASON, 'g')])].flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      made,
      address,
      status: Number(match[1] ?? 0),
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
}
