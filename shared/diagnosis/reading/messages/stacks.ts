import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** What was found, and the words for it. */
type Row = readonly [
  by: string,
  finding: Message['finding'],
  weight: number,
  words: readonly string[],
  data?: Message['data'],
];

const NO_NAME = { cause: 'container-cannot-reach-idp', or: ['provider-name-not-found'] };
/** On a person's own device there is no container. */
const NO_NAME_HERE = { cause: 'provider-name-not-found', or: ['container-cannot-reach-idp'] };
const NO_ANSWER = { cause: 'container-cannot-reach-idp', or: ['provider-does-not-answer'] };
const NO_ANSWER_HERE = { cause: 'provider-does-not-answer', or: ['container-cannot-reach-idp'] };

/** What HTTP stacks say of a server that they can not ask, by their sources. */
const NETWORK: readonly Row[] = [
  [
    'nginx',
    NO_NAME,
    0.94,
    [
      'could not be resolved (3: Host not found)',
      'could not be resolved (2: Server failure)',
      'could not be resolved (110: Operation timed out)',
      'no resolver defined to resolve',
      'host not found in upstream',
    ],
  ],
  ['Apache httpd', NO_NAME, 0.92, ['DNS lookup failure for', 'AH00898']],
  [
    'an HTTP library',
    NO_NAME,
    0.9,
    [
      'DNS lookup failed for URL',
      'DNS lookup failed: no results for',
      'DNS lookup of',
      'SearchDomainUnknownHostException',
      "Failed to resolve '{host}' [A",
      'Dns Failed: resolve dns name',
      'failed to lookup address information',
      'no results for hostname lookup',
      'getaddrinfo for {host} failed',
      'Name has no usable address',
      'DNSLookupError',
    ],
  ],
  ['Dart', NO_NAME_HERE, 0.9, ['Failed host lookup: ']],
  [
    'Foundation',
    NO_NAME_HERE,
    0.9,
    [
      'A server with the specified hostname could not be found',
      'NSURLErrorDomain Code=-1003',
      'NSURLErrorDomain error -1003',
      'kCFErrorDomainCFNetwork Code=-1003',
    ],
  ],
  [
    'Foundation',
    NO_ANSWER_HERE,
    0.88,
    [
      'Could not connect to the server.',
      'NSURLErrorDomain Code=-1004',
      'NSURLErrorDomain error -1004',
      'NSURLErrorDomain Code=-1001',
      'NSURLErrorDomain error -1001',
    ],
  ],
  [
    'Foundation',
    { cause: 'untrusted-certificate', or: ['certificate-wrong-name'] },
    0.9,
    [
      'The certificate for this server is invalid',
      'NSURLErrorDomain Code=-1202',
      'NSURLErrorDomain Code=-1200',
    ],
  ],
  [
    'an HTTP library',
    NO_ANSWER,
    0.86,
    [
      'User timeout caused connection failure',
      'HttpHostConnectException',
      'AnnotatedConnectException',
      'Failed to open TCP connection to',
      'Failed to open stream: Connection',
      'Failed to open stream: operation',
      'Tcp command [Connect(',
      'tcp connect error',
    ],
  ],
  [
    'Envoy',
    { cause: 'provider-does-not-answer', or: ['container-cannot-reach-idp', 'provider-failing'] },
    0.62,
    ['upstream connect error or disconnect/reset before headers'],
  ],
  [
    'an HTTP library',
    { cause: 'untrusted-certificate' },
    0.92,
    [
      'Trust anchor for certification path not found',
      '{:tls_alert, {:unknown_ca',
      '{tls_alert,{unknown_ca',
      '(certificate verify failed)',
      'CERTIFICATE_VERIFY_FAILED: unable to get local issuer',
      'CERTIFICATE_VERIFY_FAILED: self signed',
      'RemoteCertificateChainErrors',
    ],
  ],
  [
    'an HTTP library',
    { cause: 'certificate-wrong-name' },
    0.92,
    [
      'No subject alternative DNS name matching',
      'No subject alternative names matching',
      'RemoteCertificateNameMismatch',
      'hostname_check_failed',
      '(hostname verification failed)',
    ],
  ],
  [
    'an HTTP library',
    { cause: 'tls-not-spoken' },
    0.9,
    [
      'Unsupported or unrecognized SSL message',
      'Not an SSL/TLS record',
      'NotSslRecordException',
      'not an SSL/TLS record',
    ],
  ],
];

/** Web Cryptography §10: what makes a challenge is there over https and on localhost only. */
const CRYPTO: readonly Row[] = [
  [
    'a browser',
    { cause: 'version-too-old' },
    0.84,
    [
      "property 'digest' of undefined",
      "reading 'digest')",
      'property "digest", crypto.subtle is undefined',
      'crypto.subtle is undefined',
      '.subtle is undefined',
      'crypto.subtle is unavailable',
      'crypto.subtle is not available',
      'crypto.subtle is available only in secure contexts',
      'Web Crypto API is not available',
      "undefined is not an object (evaluating 'crypto.subtle",
      "undefined is not an object (evaluating 'window.crypto.subtle",
      'requires a secure context (HTTPS)',
    ],
  ],
];

/** RFC 6750 §3.1, in the words of providers. */
const BEARER = [
  'Token not provided',
  'No bearer token',
  'Bearer token missing',
  'Bearer token is missing',
  'Missing bearer token',
  'Bearer token not found',
  'Missing "Bearer" token',
  'Missing "Authorization" header',
  'Missing access token',
  'Access token missing',
  'Access token is missing',
  'Access token not provided',
  'No access token found',
  'No access token provided',
  'no access token was provided',
  'find provided bearer token',
  'Access token already expired',
  'access token has been rejected',
  'access token provided is invalid',
  'access token provided has expired',
  'Access token invalid',
  'Could not extract token',
];

const TOKENS: readonly Row[] = [
  ['a provider', { userinfo: 'userinfo-refused' }, 0.9, BEARER],
  // Whoever guards an address says this, such as the app itself, unless it is a provider's answer in its own form.
  [
    'a provider',
    { unknown: { cause: 'userinfo-refused', or: ['authorization-header-dropped'] } },
    0.62,
    BEARER.flatMap((words) => [
      `"error_description":"${words}`,
      `"error_description": "${words}`,
      `hint":"${words.replaceAll('"', '\\"')}`,
    ]),
  ],
];

const REFUSED: readonly Row[] = [
  ['SimpleIdServer', { cause: 'redirect-differs-at-token' }, 0.92, ['not the same redirect_uri']],
  ['pomerium', { cause: 'code-refused' }, 0.72, ['code already processed']],
  ['Rauthy', 'callback-state-wrong', 0.85, ['Callback Code not found - timeout reached']],
  [
    'oidc-client-js',
    'callback-state-wrong',
    0.85,
    [
      'authority mismatch on settings vs. signin state',
      'client_id mismatch on settings vs. signin state',
      'No authority on state',
      'No client_id on state',
    ],
  ],
  ['MITREid Connect', { cause: 'code-refused' }, 0.9, ['no authorization code found for value']],
];

/** What its log says at the level for debugging: oauth2_provider/oauth2_validators.py. */
const DJANGO = saidBy({ by: 'Django OAuth Toolkit' }, [
  ...['Failed basic auth: wrong client secret', 'Failed body auth: wrong client secret'].map(
    (says): Message => ({
      says,
      finding: { cause: 'secret-wrong-or-swapped' },
      quiet: true,
      weight: 0.9,
      example: `DEBUG ${says} x`,
    }),
  ),
  ...[
    'Failed basic auth: Application {…} does not exist',
    'Failed body auth: Application {…} does not exist',
    'Failed body authentication: Application {…} does not exist',
    'Failed basic auth: wrong client id',
  ].map(
    (says): Message => ({
      says,
      finding: 'client-unknown',
      quiet: true,
      weight: 0.9,
      example: `DEBUG ${says.replace('{…}', 'notes')}`,
    }),
  ),
  {
    says: 'Failed body authentication: Application {…} is disabled',
    finding: { cause: 'client-disabled' },
    quiet: true,
    weight: 0.9,
    example: "DEBUG Failed body authentication: Application 'notes' is disabled",
  },
]);

const rows = (all: readonly Row[]): readonly Recogniser[] =>
  all.flatMap(([by, finding, weight, words, data]) =>
    saidBy(
      { by },
      words.map((says) => ({
        says,
        finding,
        weight,
        ...(data === undefined ? {} : { data }),
        example: `${says.replace(/\{host\}/g, 'auth.example.com')}${typeof finding === 'object' && 'userinfo' in finding ? ' userinfo' : ''}`,
      })),
    ),
  );

/** What HTTP stacks, browsers and providers say in words of their own that name no thing of a login. */
export const STACKS: readonly Recogniser[] = [
  ...rows(NETWORK),
  ...rows(CRYPTO),
  ...rows(TOKENS),
  ...rows(REFUSED),
  ...DJANGO,
];
