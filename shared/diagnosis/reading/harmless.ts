import type { Connection } from '../../client/types.ts';
import { hostOf } from '../catalogue/setup.ts';

/** A refusal that programs log at logins that succeed. */
interface Harmless {
  /** All of these words, in lower case, stand in one entry. */
  readonly words: readonly string[];
  /** None of these does. */
  readonly without?: readonly string[];
  /** False if for this app it is a real refusal. */
  readonly applies: (connection: Connection | undefined) => boolean;
}

const FIRST_TRY: Harmless = {
  // golang.org/x/oauth2 sends the secret by HTTP Basic first, and in the form after a refusal. Authelia logs the
  // refusal at every login of such an app. An app that is known to use one way only is refused for good.
  words: [
    "'token_endpoint_auth_method' method 'client_secret_basic', however",
    "to only support 'token_endpoint_auth_method' method 'client_secret_post'",
  ],
  applies: (connection) => connection === undefined || connection.app.traits.value.tries_other_auth_method,
};

const HARMLESS: readonly Harmless[] = [
  FIRST_TRY,
  {
    // A proxy that signs people in logs it for everyone who has not signed in yet. The cookie of a login under way has another name.
    words: ['loading cookied session', 'not present'],
    applies: () => true,
  },
  {
    // The same of a plug-in of another proxy, in the words of Go (net/http.ErrNoCookie).
    words: ['session cookie', 'named cookie not present'],
    without: ['callback', 'state', 'csrf'],
    applies: () => true,
  },
];

const says = (
  { applies, words, without = [] }: Harmless,
  entry: string,
  connection: Connection | undefined,
): boolean =>
  applies(connection) &&
  words.every((part) => entry.includes(part)) &&
  !without.some((part) => entry.includes(part));

/**
 * True for the refusal of a first try with HTTP Basic, after which many apps send the secret in the form. A login that
 * succeeds logs it, and so does an app that has no second way.
 *
 * @param words the entry, normalised and in lower case
 */
export const isFirstTry = (words: string, connection: Connection | undefined): boolean =>
  says(FIRST_TRY, words, connection);

/** What is too old is thrown away. That a token is too old, and what follows from it, is another thing. */
const HOUSEKEEPING =
  /\b(?:clean(?:ing|ed)?[ -]?up|purg\w+|prun\w+|remov\w+|delet\w+)\b[^.!?\n]{0,30}\bexpired (?:\w+ ){0,2}?(?:tokens?|sessions?|codes?|grants?)\b/;

/** Another server than the provider: a database, a queue, mail, a directory, a clock or where updates are. */
const OTHER_SERVER =
  /\b(?:django\.db|psycopg\d?|asyncpg|sqlalchemy|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|memcached|elastic(?:search)?|opensearch|meilisearch|typesense|influx(?:db)?|clickhouse|rabbitmq|amqps?|kafka|nats|mqtts?|mosquitto|smtps?|imaps?|pop3s?|ldaps?|ntp|clock offset|s3|minio|sentry|statsd|prometheus|gotenberg|tika|ffmpeg|machine[ -]learning|api\.github\.com|ghcr\.io|docker\.io|registry-1|ntfy|gotify|telegram|discord|musicbrainz|tmdb|tvdb|igdb|fanart|openweather\w*|weather)\b|\bport (?:5432|3306|6379|27017)\b|(?<=[a-z]|\.\d{1,3}):(?:5432|3306|6379|27017|5672|1883|8883|9200|9092|25|465|587|993)\b/;
const NOT_REACHED =
  /refused|no such host|enotfound|eai_again|not known|could not translate host|name resolution|not resolve|look ?up|unreachable|no route|timed? ?out|reset by peer|hang up|max retries|fail\w* to connect|could ?n[o']t connect|cannot connect|unable to connect|can't connect|connection (?:error|failed|closed)|x509|certificate|\b40[134]\b|\b50\d\b/;
const OF_LOGIN =
  /oauth|openid|oidc|well-known|issuer|jwks|userinfo|\/token|discovery|\/realms\/|\bsso\b|\bauthlib\b|\/authori[sz]e|\/application\/o\/|authelia|authentik|keycloak|zitadel|kanidm|pocket-?id|\/\/(?:auth|login|idp?|accounts?)\./;

/** What a program was doing that is no login, whatever the name of its logger. */
const OTHER_WORK =
  /\b(?:sending|send|sent|deliver\w*) (?:\w+ ){0,2}?(?:e-?mails?|mails?|notifications?|webhooks?|newsletters?)\b|\b(?:update check|update_latest_version|version check|checking for (?:an? )?(?:updates?|new versions?|upgrades?)|check for (?:updates?|new versions?)|latest (?:release|version)|telemetry|usage statistics|geoip|avatars?|gravatar)\b/;

/** An address below the root, such as one of another interface. */
const ADDRESS = /https?:\/\/([a-z0-9.-]{3,253})(?::\d{1,5})?\/[a-z0-9]/g;

/** True if an entry names addresses, and none is the provider's or the app's: another interface that the app uses. */
function isOfOtherInterface(words: string, connection: Connection | undefined): boolean {
  const hosts = [...words.matchAll(ADDRESS)].map((match) => match[1]!);
  const own = [connection?.provider.entry.url, connection?.app.url].map((url) => hostOf(url));
  return hosts.length > 0 && !hosts.some((host) => own.includes(host));
}

/** An entry without the name of the program that writes it, which may be a provider's. */
const withoutOwnName = (words: string): string =>
  words.replace(/\blogger["']?\s?[:=]\s?["']?[\w.:-]{1,80}|\[[\w.:-]{1,80}\]|^[\w-]{1,40}\s{0,6}\|/g, ' ');

/** True for an entry that says that a server could not be asked which has no part in the login. */
const isOfOtherServer = (words: string, connection: Connection | undefined): boolean =>
  NOT_REACHED.test(words) &&
  (OTHER_WORK.test(words) ||
    (!OF_LOGIN.test(withoutOwnName(words)) &&
      (OTHER_SERVER.test(words) || isOfOtherInterface(words, connection))));

/**
 * True for an entry of a log that says nothing of this login: its program logs it when all is well, or for another server.
 *
 * @param words the entry, normalised and in lower case
 */
export const isHarmless = (words: string, connection: Connection | undefined): boolean =>
  HOUSEKEEPING.test(words) ||
  isOfOtherServer(words, connection) ||
  HARMLESS.some((one) => says(one, words, connection));
