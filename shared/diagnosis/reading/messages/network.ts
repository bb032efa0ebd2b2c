import type { Recogniser } from '../recogniser.ts';
import { type Message, saidBy } from './said-by.ts';

/** A certificate that begins later than the clock of its reader says, in the words of OpenSSL, Node, Java and others. */
const TOO_EARLY = saidBy({ by: 'OpenSSL' }, [
  {
    says: 'certificate is not yet valid',
    finding: 'tls-not-yet-valid',
    data: { when: 'early' },
    example: '[cause]: Error: certificate is not yet valid',
  },
  {
    says: 'certificate not valid yet',
    finding: 'tls-not-yet-valid',
    data: { when: 'early' },
    example: 'certificate not valid yet',
  },
  {
    says: 'certificate is not valid before',
    finding: 'tls-not-yet-valid',
    data: { when: 'early' },
    example: 'certificate is not valid before',
  },
  {
    says: 'CERT_NOT_YET_VALID',
    finding: 'tls-not-yet-valid',
    data: { when: 'early' },
    example: "code: 'CERT_NOT_YET_VALID'",
  },
  {
    says: 'CertificateNotYetValidException',
    finding: 'tls-not-yet-valid',
    data: { when: 'early' },
    example: 'java.security.cert.CertificateNotYetValidException',
  },
]);

/**
 * A proxy by which programs reach the world (RFC 9110 §15.5.8), in the words of .NET, Node, Go, curl, Java, Python and
 * Chromium. The app asks it where it should ask the provider itself, or without the credentials that it wants.
 */
const OUTGOING = saidBy(
  { by: 'an HTTP library' },
  [
    '407 (Proxy Authentication Required',
    'Proxy Authentication Required',
    'statusCode=407',
    'status code 407',
    'response 407',
    'CONNECT tunnel failed, response',
    'from proxy after CONNECT',
    'proxyconnect tcp:',
    'Cannot connect to proxy',
    'Unable to tunnel through proxy',
    'tunneling socket could not be established',
    'ERR_TUNNEL_CONNECTION_FAILED',
    'ERR_PROXY_CONNECTION_FAILED',
  ].map(
    (says): Message => ({
      says,
      finding: { cause: 'container-cannot-reach-idp' },
      data: { via: 'proxy' },
      weight: 0.94,
      example: `asking https://id.example.com/.well-known/openid-configuration: ${says}`,
    }),
  ),
);

/** The codes on the error pages of Chromium and Firefox. Chromium's says not on which side of its time a certificate is. */
const BROWSERS = [
  ...saidBy({ by: 'Chromium' }, [
    {
      says: 'ERR_CERT_DATE_INVALID',
      finding: 'tls-expired',
      data: { when: 'either' },
      weight: 0.95,
      example: 'NET::ERR_CERT_DATE_INVALID',
    },
  ]),
  ...saidBy({ by: 'Firefox' }, [
    {
      says: 'SEC_ERROR_EXPIRED_CERTIFICATE',
      finding: 'tls-expired',
      example: 'SEC_ERROR_EXPIRED_CERTIFICATE',
    },
    {
      says: 'MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE',
      finding: 'tls-not-yet-valid',
      data: { when: 'early' },
      example: 'Error code: MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE',
    },
    {
      says: 'MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT',
      finding: { cause: 'untrusted-certificate' },
      weight: 0.95,
      example: 'Error code: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT',
    },
  ]),
];

/** The two that have one sentence for both, and tell them apart behind it: crypto/x509/verify.go, rustls error.rs. */
const BY_TIME = [
  ...saidBy({ by: 'Go crypto/x509', versions: '1.14 to 1.25' }, [
    {
      says: 'certificate has expired or is not yet valid: current time {…} is before',
      finding: 'tls-not-yet-valid',
      data: { when: 'early' },
      example:
        'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-26T22:00:00Z is before 2026-12-26T00:00:00Z',
    },
    {
      says: 'certificate has expired or is not yet valid: current time {…} is after',
      finding: 'tls-expired',
      example:
        'x509: certificate has expired or is not yet valid: current time 2026-11-26T22:00:00Z is after 2026-11-20T00:00:00Z',
    },
  ]),
  ...saidBy({ by: 'rustls', versions: '0.21 and 0.22' }, [
    {
      says: 'invalid peer certificate: NotValidYet',
      finding: 'tls-not-yet-valid',
      data: { when: 'early' },
      example: 'invalid peer certificate: NotValidYet',
    },
    {
      says: 'invalid peer certificate: Expired',
      finding: 'tls-expired',
      example: 'invalid peer certificate: Expired',
    },
  ]),
];

/** What `openssl s_client` prints of a server that sends its own certificate alone: verify(1ssl) of OpenSSL. */
const OPENSSL = saidBy({ by: 'openssl s_client', versions: '1.1 to 3' }, [
  {
    says: 'verify error:num=21:unable to verify the first certificate',
    finding: { cause: 'certificate-chain-incomplete', or: ['untrusted-certificate'] },
    weight: 1.05,
    example: 'verify error:num=21:unable to verify the first certificate',
  },
]);

/** A file with certificates that a program is told to trust and does not find, in the words of its runtime. */
const CA_FILE = saidBy({ by: 'a runtime' }, [
  ...['pem', 'crt', 'cer'].flatMap((ending) => [
    {
      says: `No such file or directory: '{path}.${ending}'`,
      finding: { cause: 'ca-file-missing' },
      data: { ending },
      weight: 0.88,
      example: `FileNotFoundError: [Errno 2] No such file or directory: '/certs/ca.${ending}'`,
    },
    {
      says: `no such file or directory, open '{path}.${ending}'`,
      finding: { cause: 'ca-file-missing' },
      data: { ending },
      weight: 0.88,
      example: `Error: ENOENT: no such file or directory, open '/certs/ca.${ending}'`,
    },
    {
      says: `open {path}.${ending}: no such file or directory`,
      finding: { cause: 'ca-file-missing' },
      data: { ending },
      weight: 0.88,
      example: `failed to load CA: open /etc/ssl/ca.${ending}: no such file or directory`,
    },
  ]),
  ...['jks', 'p12', 'pfx'].flatMap((ending) => [
    {
      says: `FileNotFoundException: {path}.${ending} (No such file or directory)`,
      finding: { cause: 'ca-file-missing' },
      data: { ending },
      weight: 0.88,
      example: `java.io.FileNotFoundException: /certs/truststore.${ending} (No such file or directory)`,
    },
    {
      says: `NoSuchFileException: {path}.${ending}{end}`,
      finding: { cause: 'ca-file-missing' },
      data: { ending },
      weight: 0.88,
      example: `java.nio.file.NoSuchFileException: /certs/truststore.${ending}`,
    },
  ]),
  {
    says: 'Could not find a suitable TLS CA certificate bundle, invalid path: {path:word}',
    finding: { cause: 'ca-file-missing' },
    weight: 0.97,
    example: 'OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /certs/home-ca.pem',
  },
  {
    says: 'error setting certificate verify locations: CAfile: {path:word}',
    finding: { cause: 'ca-file-missing' },
    weight: 0.97,
    example: 'curl: (77) error setting certificate verify locations: CAfile: /certs/home-ca.pem CApath: none',
  },
  {
    says: 'error setting certificate file: {path:word}',
    finding: { cause: 'ca-file-missing' },
    weight: 0.97,
    example: 'curl: (77) error setting certificate file: /certs/home-ca.pem',
  },
  // Node goes on with its own list.
  {
    says: "Ignoring extra certs from '{path}', load failed",
    finding: { cause: 'ca-file-missing' },
    data: { goes_on: true },
    weight: 0.97,
    example:
      'Warning: Ignoring extra certs from `/certs/home-ca.pem`, load failed: error:80000002:system library::No such file or directory',
  },
]);

/** The certificate is for another name: libcurl lib/vtls/openssl.c. */
const OTHER_NAME = saidBy({ by: 'libcurl', versions: '7.20 to 8.16' }, [
  {
    says: "certificate subject name '{…}' does not match target host",
    finding: 'tls-wrong-name',
    example: "SSL: certificate subject name '*' does not match target hostname 'auth.example.com'",
  },
  {
    says: 'no alternative certificate subject name matches target host',
    finding: 'tls-wrong-name',
    example: "SSL: no alternative certificate subject name matches target host name 'auth.example.com'",
  },
]);

/** Pages of proxies that reach nothing behind them. */
const GATEWAYS = saidBy({ by: 'a proxy' }, [
  {
    says: '502 Bad Gateway',
    finding: { cause: 'provider-failing' },
    data: { status: 502 },
    weight: 0.66,
    example: '502 Bad Gateway',
  },
  {
    says: '503 Service Unavailable',
    finding: { cause: 'provider-failing' },
    data: { status: 503 },
    weight: 0.66,
    example: '<html><head><title>503 Service Unavailable</title></head>',
  },
  {
    says: '503 Service Temporarily Unavailable',
    finding: { cause: 'provider-failing' },
    data: { status: 503 },
    weight: 0.66,
    example: '<html><head><title>503 Service Temporarily Unavailable</title></head><body',
  },
  {
    says: '504 Gateway Time-out',
    finding: { cause: 'provider-failing' },
    data: { status: 504 },
    weight: 0.66,
    example: '<html><head><title>504 Gateway Time-out</title></head><body',
  },
  {
    says: '504 Gateway Timeout',
    finding: { cause: 'provider-failing' },
    data: { status: 504 },
    weight: 0.66,
    example: '<html><head><title>504 Gateway Timeout</title></head><body',
  },
]);

/** Of a user that is there already. */
const DATABASES = saidBy({ by: 'a database' }, [
  {
    says: "Duplicate entry '{value}' for key '{…}user{…}name",
    finding: { cause: 'account-collision' },
    example: "Duplicate entry 'ada' for key 'ix_users_username'",
  },
  {
    says: "Duplicate entry '{value}' for key '{…}email",
    finding: { cause: 'account-collision' },
    example: "\"Duplicate entry 'ada@example.com' for key 'users.email'\")",
  },
  {
    says: 'duplicate key value violates unique constraint{…}Key (username)=({value}) already exists',
    finding: { cause: 'account-collision' },
    example:
      'duplicate key value violates unique constraint "users_username_key" Detail: Key (username)=(ada) already exists.',
  },
  {
    says: 'duplicate key value violates unique constraint{…}Key (email)=({value}) already exists',
    finding: { cause: 'account-collision' },
    example:
      'duplicate key value violates unique constraint "users_email_key" Detail: Key (email)=(ada@example.com) already exists.',
  },
]);

/** What stands between a provider and an app, or behind one, says. */
export const NETWORK: readonly Recogniser[] = [
  ...TOO_EARLY,
  ...OUTGOING,
  ...BROWSERS,
  ...BY_TIME,
  ...OPENSSL,
  ...CA_FILE,
  ...OTHER_NAME,
  ...GATEWAYS,
  ...DATABASES,
];
