import type { ByStep, Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

const BY_HAND = { cause: 'app-endpoint-wrong' } as const;
/** Of which address: the document is asked for first, and the others are known only where they were typed. */
const OF_LOGIN: ByStep = {
  discovery: 'issuer-not-a-url',
  keys: BY_HAND,
  token: BY_HAND,
  userinfo: BY_HAND,
};
/** Words that only an address without a scheme or a host has, or one with something in it that no address has. */
const ANY: ByStep = { ...OF_LOGIN, unknown: 'issuer-not-a-url', callback: 'issuer-not-a-url' };

/** Where none of them says of which address, the text names the login’s. */
const EXAMPLE = ' GET https://auth.example.com/.well-known/openid-configuration';

const wordsOf = (
  program: Pick<Recogniser, 'by' | 'versions'>,
  finding: ByStep,
  words: readonly string[],
): readonly Recogniser[] =>
  saidBy(
    program,
    words.map(
      (says): Message => ({
        says,
        finding,
        data: { malformed: true },
        weight: 0.93,
        example: `${EXAMPLE}: ${says
          .replace(/\{actual\}/g, 'auth.example.com')
          .replaceAll('{…}', 'https')
          .replaceAll('{end}', '')}`,
      }),
    ),
  );

/** A name that nobody's server has: the scheme stands there twice, and the second one was taken for the host. */
const HOST_IS_SCHEME: readonly Recogniser[] = ['https', 'http'].flatMap((host) =>
  [
    `lookup ${host}: no such host`,
    `lookup ${host} on {…}: no such host`,
    `ENOTFOUND ${host}{end}`,
    `EAI_AGAIN ${host}{end}`,
    `resolve host: ${host}{end}`,
    `resolve host '${host}'`,
    `resolve '${host}'`,
    `UnknownHostException: ${host}{end}`,
    `not known (${host}:`,
  ].map(
    (says): Recogniser => ({
      by: 'an HTTP library',
      says,
      finding: 'issuer-not-a-url',
      data: { how: 'twice' },
      weight: 1.03,
    }),
  ),
);

/** An address that is none, in the words of the libraries of each language that take one apart. */
export const ADDRESSES: readonly Recogniser[] = [
  ...HOST_IS_SCHEME,
  // src/net/url/url.go, net/http/transport.go.
  ...wordsOf({ by: 'Go net/url' }, ANY, [
    'invalid control character in URL',
    'invalid character "{…}" in host name',
  ]),
  ...wordsOf({ by: 'Go net/url' }, OF_LOGIN, [
    'missing protocol scheme',
    'unsupported protocol scheme "',
    'no Host in request URL',
  ]),
  // urllib/request.py, http/client.py.
  ...wordsOf({ by: 'Python urllib' }, ANY, [
    "unknown url type: '{actual}'",
    'unknown url type: {…}>',
    "URL can't contain control characters",
  ]),
  // requests/models.py and urllib3/util/url.py, httpx/_urlparse.py, aiohttp/client_exceptions.py.
  ...wordsOf({ by: 'requests' }, ANY, ["Invalid URL '{actual}': No host supplied"]),
  ...wordsOf({ by: 'requests' }, OF_LOGIN, [
    "Invalid URL '{actual}'",
    'LocationParseError: Failed to parse: {actual}',
  ]),
  ...wordsOf({ by: 'httpx' }, ANY, ['Invalid non-printable ASCII character in URL']),
  ...wordsOf({ by: 'httpx' }, OF_LOGIN, ['httpx.InvalidURL']),
  ...wordsOf({ by: 'aiohttp' }, ANY, ['InvalidUrlClientError', 'NonHttpUrlClientError']),
  ...wordsOf({ by: 'aiohttp' }, OF_LOGIN, ['client_exceptions.InvalidURL']),
  // lib/internal/errors.js of Node, lib/adapters/http.js of axios, node-fetch 2.
  ...wordsOf({ by: 'Node.js' }, OF_LOGIN, [
    'ERR_INVALID_URL',
    'TypeError: Invalid URL',
    'TypeError: Only absolute URLs',
    'ERR_INVALID_PROTOCOL',
    'Protocol "{…}" not supported. Expected "http',
  ]),
  ...wordsOf({ by: 'axios' }, OF_LOGIN, ['AxiosError: Invalid URL', 'Unsupported protocol {…}:']),
  ...wordsOf({ by: 'node-fetch' }, OF_LOGIN, [
    'Only HTTP(S) protocols are supported',
    'URL scheme "{…}" is not supported',
  ]),
  // java.net.URL, java.net.URI, java.net.http, OkHttp HttpUrl.kt, Apache HttpClient.
  ...wordsOf({ by: 'Java' }, ANY, [
    'no protocol: {actual}',
    'Illegal character in scheme name at index',
    'Illegal character in authority at index',
    'Expected scheme name at index',
    'invalid URI scheme',
    'unsupported URI',
  ]),
  ...wordsOf({ by: 'Java' }, OF_LOGIN, [
    'Illegal character in path at index',
    'Illegal character in opaque part at index',
    'unknown protocol: ',
  ]),
  ...wordsOf({ by: 'OkHttp' }, ANY, ["Expected URL scheme 'http' or 'https' but"]),
  ...wordsOf({ by: 'Apache HttpClient' }, ANY, [
    'Target host is not specified',
    'URI does not specify a valid host name',
  ]),
  // System.Private.Uri and System.Net.Http, Resources/Strings.resx.
  ...wordsOf({ by: '.NET' }, ANY, [
    'Invalid URI: The format of the URI could not be determined',
    'Invalid URI: The URI scheme is not valid',
    'Invalid URI: The hostname could not be parsed',
    "Only 'http' and 'https' schemes are allowed",
  ]),
  ...wordsOf({ by: '.NET' }, OF_LOGIN, ['Invalid URI: ', 'scheme is not supported.']),
  // url/src/parser.rs, reqwest/src/error.rs.
  ...wordsOf({ by: 'Rust url' }, ANY, ['RelativeUrlWithoutBase', 'URL scheme is not allowed']),
  ...wordsOf({ by: 'Rust url' }, OF_LOGIN, [
    'invalid domain character',
    'invalid international domain name',
    'reqwest: builder error',
  ]),
  // lib/uri/common.rb, lib/uri/generic.rb.
  ...wordsOf({ by: 'Ruby uri' }, ANY, [
    'URI::InvalidURIError',
    'bad component(expected host component',
    'URI::BadURIError',
  ]),
  // lib/urlapi.c and lib/url.c; symfony/http-client HttpClientTrait.php; guzzlehttp/psr7; WordPress wp-includes/class-wp-http.php.
  ...wordsOf({ by: 'libcurl' }, OF_LOGIN, [
    'cURL error 3:',
    'Malformed input to a URL function',
    'Protocol "{…}" not supported',
    'URL rejected:',
  ]),
  ...wordsOf({ by: 'Symfony HttpClient', versions: '4.4 to 8' }, ANY, [
    'Invalid URL: scheme is missing in "{actual}"',
    'Invalid URL: host is missing in "{actual}"',
  ]),
  ...wordsOf({ by: 'Symfony HttpClient', versions: '4.4 to 8' }, OF_LOGIN, ['Malformed URL "{actual}"']),
  ...wordsOf({ by: 'guzzlehttp/psr7' }, OF_LOGIN, ['MalformedUriException', 'Unable to parse URI']),
  ...wordsOf({ by: 'WordPress', versions: '4 to 6' }, OF_LOGIN, [
    'A valid URL was not provided',
    'URL was incorrect',
  ]),
  // lib/finch/request.ex, lib/mint; httpc has atoms of its own.
  ...wordsOf({ by: 'Finch', versions: '0.6 to 0.20' }, OF_LOGIN, [
    'scheme is required for url: {actual}',
    'invalid scheme "{…}" for url',
  ]),
  ...wordsOf({ by: 'httpc' }, OF_LOGIN, ['no_scheme', 'malformed_url']),
  // lib/resty/http.lua.
  ...wordsOf({ by: 'lua-resty-http' }, OF_LOGIN, ['failed: bad uri', 'bad uri: ']),
];
