import type { ByStep, Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** The step at which an answer was no JSON. */
const NOT_JSON = {
  discovery: 'discovery-not-json',
  keys: 'jwks-not-json',
  token: 'token-not-json',
  userinfo: 'userinfo-not-json',
} as const;
const HTML = {
  discovery: 'discovery-html',
  keys: 'jwks-not-json',
  token: 'token-html',
  callback: 'token-html',
  userinfo: 'userinfo-html',
} as const;
const JWT = { userinfo: 'userinfo-signed' } as const;
const FORM = { token: 'token-not-json', callback: 'token-not-json' } as const;
const NOT_FOUND = { discovery: 'discovery-not-found', keys: 'jwks-unreachable' } as const;
const FAILS = {
  discovery: 'discovery-server-error',
  keys: 'jwks-unreachable',
  token: 'token-server-error',
  callback: 'token-server-error',
  userinfo: 'userinfo-server-error',
} as const;
const FORBIDDEN = {
  discovery: 'discovery-forbidden',
  userinfo: 'userinfo-refused',
  token: 'token-forbidden',
  callback: 'token-forbidden',
} as const;
const LATE = {
  discovery: 'discovery-timed-out',
  keys: 'jwks-unreachable',
  token: 'token-timed-out',
  callback: 'token-timed-out',
  userinfo: 'userinfo-unreachable',
} as const;
const CLOSED = {
  discovery: 'connection-reset',
  keys: 'jwks-unreachable',
  token: 'token-timed-out',
  callback: 'token-timed-out',
  userinfo: 'userinfo-unreachable',
} as const;
const LIMITED = {
  token: 'rate-limited',
  callback: 'rate-limited',
  discovery: 'rate-limited',
  userinfo: 'rate-limited',
} as const;

/**
 * A status as HTTP libraries say it. The app's own page has one, too: a bare “500 Internal Server Error” says nothing of
 * the provider.
 */
const statuses = (
  numbers: readonly number[],
  finding: ByStep,
  reasons: readonly string[],
  weight = 1,
): readonly Recogniser[] =>
  numbers.flatMap((status) =>
    [
      `got: ${status}`,
      `got ${status}`,
      `status: ${status}`,
      `status ${status}`,
      `status code ${status}`,
      `status code: ${status}`,
      `status code was ${status}`,
      `status code is ${status}`,
      `status code of ${status}`,
      `status code (${status}`,
      `statusCode: ${status}`,
      `statusCode=${status}`,
      `status_code=${status}`,
      `status_code: ${status}`,
      `status=${status}`,
      `http_status: ${status}`,
      `HTTP error ${status}`,
      `HTTP ${status}`,
      `HTTP response (${status})`,
      `http status ${status}`,
      `code "${status}"`,
      `code '${status}'`,
      `code [${status}]`,
      `status "${status}`,
      `status '${status}`,
      `status [${status}`,
      `status code "${status}"`,
      `status: '${status}`,
      `status: "${status}`,
      // An app's own error begins with its code.
      `, code=${status}`,
      ...(status > 500 ? [`code: ${status}`] : []),
      `Error: ${status}, message=`,
      `HTTP status server error (${status}`,
      `HTTP status client error (${status}`,
      `error '${status} `,
      `a '${status} `,
      `HTTPFatalError: ${status}`,
      `HTTPServerException: ${status}`,
      `HTTPClientException: ${status}`,
      `status of ${status}`,
      `success: ${status}`,
      `HTTP response code: ${status}`,
      `response code ${status}`,
      `response code: ${status}`,
      `returned ${status}`,
      `responded with ${status}`,
      `answered ${status}`,
      `[${status}]`,
      `not ok: ${status}`,
      `response: ${status}`,
      ...(finding.token === undefined ? [] : [`cannot fetch token: ${status}`]),
      ...(finding.userinfo === undefined ? [] : [`UserInfo: ${status}`]),
      `${status} Client Error: `,
      `${status} Server Error: `,
      `the server responded with status ${status}`,
      ...reasons.flatMap((reason) => [
        `${status} ${reason}`,
        `${status} : "${reason}`,
        `${status} / ${reason}`,
        `${status} (${reason}`,
        `(${status}, ${reason}`,
        `${reason} (${status})`,
      ]),
    ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding, data: { status }, weight })),
  );

/** How JSON readers of many languages tell of the text that they were given, by how it begins. */
const beginsWith = (text: string): readonly string[] => [
  `Unexpected token '${text[0]}', "${text}`,
  `Unexpected token ${text[0]} in JSON`,
  `invalid character '${text[0]}' looking for beginning of value`,
  `unexpected token at '${text}`,
  `Unexpected character ('${text[0]}'`,
  `unexpected character: '${text}`,
  `unexpected character '${text[0]}'`,
  `expected near '${text}`,
  `parsing value: ${text[0]}`,
  `'${text[0]}' is an invalid start of a value`,
  `Unrecognized token '${text}`,
];

/** How the token endpoints of providers end. Many apps have a /token of their own, for a password. */
const TOKEN_PATHS = [
  ...['POST /token', '/o/token', '/oidc/token', '/openid-connect/token', '/connect/token'],
  ...['/oauth2/token', '/oauth/token', '/oauth/v2/token', '/oauth2/v1/token', '/oidc/v1/token', '/dex/token'],
].flatMap((path) => [path, `${path}/`]);

/** The provider's own endpoints in an access log, with what they answered. */
const ACCESS: readonly Recogniser[] = (
  [
    [['/userinfo', '/userinfo/', '/userinfo/?'], [400, 401, 403], 'userinfo-refused'],
    [['/userinfo', '/userinfo/', '/userinfo/?'], [500, 502, 503, 504], 'userinfo-server-error'],
    [TOKEN_PATHS, [401], 'token-client-refused'],
    [TOKEN_PATHS, [500, 502, 503, 504], 'token-server-error'],
    [['/.well-known/openid-configuration'], [404], 'discovery-not-found'],
    [['/jwks', '/jwks/', '/jwks.json', '/certs'], [404, 500, 502, 503, 504], 'jwks-unreachable'],
  ] as const
).flatMap(([paths, numbers, finding]) =>
  paths.flatMap((path) =>
    numbers.flatMap((status) =>
      ['1.0', '1.1', '2.0'].map(
        (version): Recogniser => ({
          by: 'a web server',
          says: `${path} HTTP/${version}" ${status} `,
          finding,
          data: { status },
          weight: 0.8,
        }),
      ),
    ),
  ),
);

/** Programs made for one provider ask below userinfo for the addresses, and only if no claim has one. */
const EMAILS = saidBy({ by: 'a program made for one provider' }, [
  {
    says: 'userinfo/emails{…}404',
    finding: 'claim-missing',
    data: { claim: 'email' },
    example: 'url=https://id.example.com/userinfo/emails error="unsuccessful response status code 404',
  },
  {
    says: '404{…}userinfo/emails',
    finding: 'claim-missing',
    data: { claim: 'email' },
    example: 'unsuccessful response status code 404: not found" url=https://id.example.com/userinfo/emails',
  },
]);

/** An address without a scheme or a host, in the words of the languages' libraries. The first request of a login is that for the document. */
const NO_URL = {
  discovery: 'issuer-not-a-url',
  unknown: 'issuer-not-a-url',
  keys: 'metadata-endpoint-missing',
  token: 'metadata-endpoint-missing',
  callback: 'metadata-endpoint-missing',
  userinfo: 'metadata-endpoint-missing',
  authorization: 'metadata-endpoint-missing',
} as const;
const ADDRESSES = [
  'java.net.MalformedURLException',
  'URI is not absolute',
  'uri with undefined scheme',
  'Request uri must have schema',
  'Only absolute URLs are supported',
  'relative URL without a base',
  'No scheme supplied',
  'Failed to parse URL from',
  'An invalid request URI was provided',
  'bad URI(is not URI?)',
  'bad URI (is not URI?)',
  'URL using bad/illegal format or missing URL',
  'builder error: empty host',
  'The "url" argument must be of type string. Received undefined',
  'The "url" argument must be of type string. Received type undefined',
].map((says): Recogniser => ({ by: 'an HTTP library', says, finding: NO_URL, weight: 0.85 }));

/** What a program says that reads members of an answer which it took for an object, and which is text. */
const SHAPES = [
  'for an instance of String',
  "'str' object has no attribute 'get'",
  'string indices must be integers',
  'Illegal string offset',
  'Cannot access offset of type string on string',
  "Cannot use 'in' operator to search for",
  'First parameter must either be an object or the name of an existing class',
  'Trying to get property of non-object',
  "Cannot read property 'error' of null",
  "Cannot read properties of null (reading 'error')",
].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: NOT_JSON, weight: 0.9 }));

/** What a schema says of a member that is not there: zod 3 and 4, joi, Meteor's check. */
const LACKS = [
  'Expected string, got undefined',
  'Expected string, received undefined',
  'Expected string, received null',
  'expected string, received undefined',
].map(
  (says): Recogniser => ({
    by: 'a JSON reader',
    says,
    finding: { userinfo: 'claim-missing', callback: 'claim-missing' },
    weight: 0.9,
  }),
);

/** Most languages' JSON readers and HTTP libraries. They say what arrived; where it came from stands around them. */
export const ANSWERS: readonly Recogniser[] = [
  ...ACCESS,
  ...EMAILS,
  ...ADDRESSES,
  ...SHAPES,
  ...LACKS,
  ...[
    ...beginsWith('<'),
    'content-type text/html',
    'content-type: text/html',
    'content type: text/html',
    'content type "text/html',
    "content type 'text/html",
    'content type [text/html',
    'content-type header must be application/json{…}received text/html',
    'Unexpected character (at character 1) <',
    'Unexpected character Source: <',
    'got "text/html',
    'received text/html',
    'mimetype: text/html',
    'text/html;charset=utf-8 is not',
    'returned text/html',
    'got HTML',
    'received HTML',
    'returned HTML',
    'HTML instead of JSON',
    'an HTML page',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: HTML })),
  ...[
    'content-type: "text/html',
    'content-type: text/html',
    'content type: text/html',
    'got "text/html',
    'received text/html',
  ].map(
    (says): Recogniser => ({
      by: 'a JSON reader',
      says,
      finding: { cause: 'answer-not-json' },
      weight: 0.55,
    }),
  ),
  // Where nothing says which request it was, it is one of the login's.
  ...[
    ...beginsWith('<'),
    "JSON Parse error: Unrecognized token '<'",
    'JSON Parse error: Unexpected',
    'JSON Parse error: Unrecognized',
    'is not valid JSON',
  ].map(
    (says): Recogniser => ({
      by: 'a JSON reader',
      says,
      finding: { unknown: { cause: 'answer-not-json' } },
      data: { of: 'any' },
      weight: 0.66,
    }),
  ),
  // A JWT begins with these letters. In a text that somebody redacted, nothing else is hidden at the beginning.
  ...[...beginsWith('ey'), "expected near '[redacted]", "unexpected token at '[redacted]"].map(
    (says): Recogniser => ({ by: 'a JSON reader', says, finding: JWT }),
  ),
  ...[
    ...beginsWith('access'),
    `"access_tok"... is not valid JSON`,
    'received application/x-www-form-urlencoded',
    'content-type: application/x-www-form-urlencoded',
    'content type: application/x-www-form-urlencoded',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: FORM })),
  // Begun as JSON, and not finished.
  ...[
    'Unexpected end of JSON input',
    'unexpected token near end of file',
    'Unexpected end-of-input',
    'unexpected end of input',
    'EOF while parsing',
    'Unterminated string',
    'unexpected EOF',
    'Expecting value: line 1 column {column} (char',
    "Expected ',' or '}'",
    "unexpected token at '{",
    'Unexpected token at position',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: NOT_JSON, data: { cut: true } })),
  ...[
    'is not valid JSON',
    'in JSON at position',
    'JSON Parse error:',
    'Expecting value: line 1 column 1 (char 0)',
    'looking for beginning of value',
    "invalid character '",
    'expected value at line 1 column 1',
    'unexpected token at',
    'JSONDecodeError',
    'JsonParseException',
    'JsonReaderException',
    'Invalid JSON',
    'not valid JSON',
    'not a valid JSON',
    'JSON error',
    'unexpected mimetype',
    'accept malformed JSON',
    'unexpected JSON token',
    'unexpected byte at position',
    'Expected BEGIN_OBJECT',
    'text must begin with',
    'error decoding response body',
    'JSON deserialization error',
    'proper JSON',
    'could not decode JSON',
    'decode JSON from',
    'is not in the correct format',
    'malformed response',
    'not JSON',
    'no JSON',
    'Expected JSON',
    'not contain a JSON body',
    'no valid JSON',
    'cannot parse json',
    'could not parse JSON',
    'unable to parse JSON',
    'failed to parse JSON',
    'failed to decode JSON',
    'error decoding JSON',
    'JSON parsing failed',
    'JSON parsing returned an error',
    'Error parsing JSON response',
    'no suitable HttpMessageConverter found',
    'could not extract response',
    'parse "response" body as JSON',
    'parsing error occured',
    'failed to unmarshal response',
  ].map((says): Recogniser => ({ by: 'a JSON reader', says, finding: NOT_JSON, weight: 0.9 })),
  // In the callback a library asks for the tokens first.
  ...[
    'content-type must be application/json',
    'content type must be application/json',
    'unexpected response content-type',
    'unexpected content-type',
    'invalid content-type',
    'invalid response content-type',
    'invalid content type',
    'unsupported content type',
    'cannot handle content type',
    'cannot handle content-type',
    'unknown content type',
  ].map(
    (says): Recogniser => ({
      by: 'an HTTP library',
      says,
      finding: { ...NOT_JSON, callback: 'token-not-json' },
      weight: 0.9,
    }),
  ),
  ...statuses([404], NOT_FOUND, ['Not Found']),
  { by: 'an HTTP library', says: 'java.io.FileNotFoundException: {url:url}', finding: NOT_FOUND },
  ...statuses([500], FAILS, []),
  // With the answer's body behind it, it is no page of the app itself.
  {
    by: 'an HTTP library',
    says: '500 Internal Server Error: ',
    finding: { ...FAILS, unknown: 'token-server-error' },
    data: { status: 500 },
    weight: 0.9,
  },
  ...statuses([502, 503, 504], FAILS, ['Bad Gateway', 'Service Unavailable', 'Gateway Time']),
  // Where nothing says which request it was, it is one of the login's.
  ...statuses([502, 503, 504], { unknown: 'token-server-error' }, [], 0.6),
  // Cloudflare's own, which no server behind it answers: it got nothing usable from there. Nothing else has these numbers.
  ...statuses([520, 521, 522, 523, 524, 525, 526], { ...FAILS, unknown: 'token-server-error' }, [], 0.95),
  ...statuses([403], FORBIDDEN, ['Forbidden']),
  ...statuses([429], LIMITED, ['Too Many Requests']),
  // What was wrong stands in the answer's body; where that is not shown, there is no more than this.
  ...statuses([400], { token: 'token-request-refused' }, ['Bad Request'], 0.75),
  ...statuses([401], { userinfo: 'userinfo-refused', token: 'token-client-refused' }, ['Unauthorized']),
  // Some name the reason and no status, with the body behind it.
  ...(
    [
      ['Not Found', NOT_FOUND],
      ['Internal Server Error', FAILS],
      ['Bad Gateway', FAILS],
      ['Service Unavailable', FAILS],
      ['Forbidden', FORBIDDEN],
      ['Too Many Requests', LIMITED],
      ['Found', { discovery: 'discovery-redirected' }],
    ] as const
  ).flatMap(([reason, finding]) =>
    [`: ${reason}: `, `: ${reason} (`].map(
      (says): Recogniser => ({ by: 'an HTTP library', says, finding, weight: 0.9 }),
    ),
  ),
  ...statuses([301, 302, 303, 307, 308], { discovery: 'discovery-redirected' }, ['Found', 'Moved']),
  // How HTTP libraries give up: Go net/http, requests and httpx, curl, follow-redirects, node-fetch, undici, Guzzle, OkHttp.
  ...[
    'stopped after 10 redirects',
    'Exceeded 30 redirects',
    'Exceeded maximum allowed redirects',
    ') redirects followed',
    'Maximum number of redirects exceeded',
    'maximum redirect reached at',
    'redirect count exceeded',
    'Will not follow more than',
    'Too many follow-up requests',
    'TooManyRedirects',
    'Server redirected too many',
    'too many redirects',
  ].map(
    (says): Recogniser => ({
      by: 'an HTTP library',
      says,
      finding: { discovery: 'discovery-redirect-loop' },
      weight: 0.95,
    }),
  ),
  // What leads on to a page answers in its place.
  ...statuses([301, 302, 303, 307, 308], { userinfo: 'userinfo-html' }, ['Found', 'Moved'], 0.75),
  ...[
    'outgoing request timed out',
    'request timed out',
    'read timed out',
    'timed out after',
    'operation timed out',
    'timeout was reached',
    'aborted due to timeout',
    'context deadline exceeded',
    'deadline has elapsed',
    'execution expired',
    'ReadTimeout',
    'timeout of',
    'HttpTimeoutException',
    'SocketTimeoutException',
    'The request was canceled due to the configured HttpClient.Timeout',
    'timeout period of',
    'TLS handshake timeout',
    'handshake timed out',
  ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding: LATE })),
  ...[
    'Remote end closed connection without response',
    'socket hang up',
    'ECONNRESET',
    'connection reset by peer',
    'Connection reset',
    '": EOF',
    'other side closed',
    'Empty reply from server',
    'unexpected eof while reading',
    'end of file reached',
    'Unexpected end of file from server',
    'header parser received no bytes',
    'response ended prematurely',
    'connection closed before message completed',
    'Connection was closed',
    'connection was closed unexpectedly',
    'failed to respond',
    'NoHttpResponseException',
    'Server disconnected',
    'unexpected end of stream on',
  ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding: CLOSED })),
  // Only says that there is no answer; why stands behind it.
  { by: 'an HTTP library', says: 'fetch failed', finding: CLOSED, weight: 0.7 },
  ...[
    'Connection refused',
    'ECONNREFUSED',
    "Couldn't connect to server",
    'Failed to establish a new connection',
    'actively refused',
  ].map((says): Recogniser => ({ by: 'an HTTP library', says, finding: { keys: 'jwks-unreachable' } })),
];
