import type { Recogniser } from './recogniser.ts';

/** A certificate that begins later than the clock of its reader says, in the words of OpenSSL, Node, Java and others. */
const TOO_EARLY: readonly Recogniser[] = [
  'certificate is not yet valid',
  'certificate not valid yet',
  'certificate is not valid before',
  'CERT_NOT_YET_VALID',
  'CertificateNotYetValidException',
].map((says): Recogniser => ({ by: 'OpenSSL', says, finding: 'tls-not-yet-valid', data: { when: 'early' } }));

/** Pages of proxies that reach nothing behind them. */
const GATEWAYS: readonly Recogniser[] = (
  [
    ['502 Bad Gateway', 502],
    ['503 Service Unavailable', 503],
    ['503 Service Temporarily Unavailable', 503],
    ['504 Gateway Time-out', 504],
    ['504 Gateway Timeout', 504],
  ] as const
).map(([says, status]) => ({
  by: 'a proxy',
  says,
  finding: { cause: 'provider-failing' },
  data: { status },
  weight: 0.66,
}));

/** Databases, of a user that is there already. */
const TAKEN: readonly Recogniser[] = [
  "Duplicate entry '{value}' for key '{…}user{…}name",
  "Duplicate entry '{value}' for key '{…}email",
  'duplicate key value violates unique constraint{…}Key (username)=({value}) already exists',
  'duplicate key value violates unique constraint{…}Key (email)=({value}) already exists',
].map((says): Recogniser => ({ by: 'a database', says, finding: { cause: 'account-collision' } }));

/** What neither a provider nor a client library says, but what stands between and behind them. */
export const SAID_BY_OTHERS: readonly Recogniser[] = [...TOO_EARLY, ...GATEWAYS, ...TAKEN];
