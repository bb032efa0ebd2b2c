import type { Recogniser } from '../recogniser.ts';
import { saidBy } from './said-by.ts';

/** A page that a browser shows instead of a site: it says nothing of containers, only of the way from the person’s machine. */
const PAGES: readonly (readonly [by: string, finding: Recogniser['finding'], codes: readonly string[]])[] = [
  // net/base/net_error_list.h and components/error_page: the same in every language.
  [
    'Chromium',
    { cause: 'provider-does-not-answer' },
    [
      'ERR_CONNECTION_REFUSED',
      'ERR_CONNECTION_TIMED_OUT',
      'ERR_CONNECTION_RESET',
      'ERR_CONNECTION_CLOSED',
      'ERR_CONNECTION_FAILED',
      'ERR_EMPTY_RESPONSE',
      'ERR_ADDRESS_UNREACHABLE',
      'ERR_TIMED_OUT',
    ],
  ],
  [
    'Chromium',
    { cause: 'provider-name-not-found' },
    [
      'ERR_NAME_NOT_RESOLVED',
      'DNS_PROBE_FINISHED_NXDOMAIN',
      'DNS_PROBE_POSSIBLE',
      'DNS_PROBE_FINISHED_BAD_CONFIG',
    ],
  ],
  [
    'Chromium',
    { cause: 'untrusted-certificate' },
    [
      'ERR_CERT_AUTHORITY_INVALID',
      'ERR_CERT_INVALID',
      'ERR_CERT_WEAK_SIGNATURE_ALGORITHM',
      'ERR_CERTIFICATE_TRANSPARENCY_REQUIRED',
    ],
  ],
  ['Chromium', { cause: 'certificate-wrong-name' }, ['ERR_CERT_COMMON_NAME_INVALID']],
  ['Chromium', { cause: 'tls-not-spoken' }, ['ERR_SSL_PROTOCOL_ERROR', 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH']],
  ['Chromium', { cause: 'mobile-callback' }, ['ERR_UNKNOWN_URL_SCHEME']],
  // security/nss, security/manager/locales and netwerk/locales: the codes stand below the text in every language.
  [
    'Firefox',
    { cause: 'untrusted-certificate' },
    [
      'SEC_ERROR_UNKNOWN_ISSUER',
      'SEC_ERROR_UNTRUSTED_ISSUER',
      'SEC_ERROR_CA_CERT_INVALID',
      'SEC_ERROR_BAD_SIGNATURE',
      'MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT',
      'MOZILLA_PKIX_ERROR_MITM_DETECTED',
      'MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY',
    ],
  ],
  [
    'Firefox',
    { cause: 'provider-does-not-answer' },
    [
      'PR_CONNECT_RESET_ERROR',
      'PR_END_OF_FILE_ERROR',
      'NS_ERROR_NET_TIMEOUT',
      'NS_ERROR_CONNECTION_REFUSED',
      'NS_ERROR_NET_RESET',
    ],
  ],
  ['Firefox', { cause: 'certificate-wrong-name' }, ['SSL_ERROR_BAD_CERT_DOMAIN']],
  ['Firefox', { cause: 'provider-name-not-found' }, ['NS_ERROR_UNKNOWN_HOST']],
  [
    'Firefox',
    { cause: 'tls-not-spoken' },
    ['SSL_ERROR_RX_RECORD_TOO_LONG', 'SSL_ERROR_NO_CYPHER_OVERLAP', 'SSL_ERROR_UNSUPPORTED_VERSION'],
  ],
  ['Safari', { cause: 'tls-not-spoken' }, ["Safari can't establish a secure connection to the server"]],
  ['Safari', { cause: 'provider-name-not-found' }, ["Safari can't find the server"]],
  ['Safari', { cause: 'provider-does-not-answer' }, ["Safari can't connect to the server"]],
];

/** The codes of the network error pages of browsers. */
export const BROWSER_PAGES: readonly Recogniser[] = PAGES.flatMap(([by, finding, codes]) =>
  saidBy(
    { by },
    codes.map((says) => ({ says, finding, data: { browser: true }, weight: 0.95, example: says })),
  ),
);
