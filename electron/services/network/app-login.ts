import type { SecureContext } from 'node:tls';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { readAppList } from '../../../shared/diagnosis/app-list.ts';
import { readAppRequests } from '../../../shared/diagnosis/app-request.ts';
import type { AddressScope, AppLoginEvidence, SentRequest } from '../../../shared/diagnosis/evidence.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import { looksSecret } from '../../../shared/workspace/secret-looks.ts';
import { literalScope } from './addresses.ts';
import type { Environment } from './proxy.ts';
import type { Received } from './received.ts';
import { HttpRecorder, type OutgoingRequest } from './recorder.ts';
import type { Redactor } from './redactor.ts';

/** One where its login begins and one for the list; or one more, if the connection broke before there was any answer. */
const MAX_REQUESTS = 2;
/** A login start that reads the provider's metadata first takes longer than a page. */
const TOTAL_TIMEOUT_MS = 8000;

export interface AppLoginOptions {
  /** One of them, or both. */
  readonly start?: Target['app']['login_start'] | undefined;
  readonly list?: Target['app']['login_list'] | undefined;
  readonly redactor: Redactor;
  readonly client_secret?: string | undefined;
  /** Where the provider itself is: an app may be on this machine if the provider is, too. */
  readonly providerScope: AddressScope;
  readonly secureContext: () => Promise<SecureContext>;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** What a browser accepts: what stands in front of an app answers other programs in other ways. */
const PAGE = 'text/html,application/xhtml+xml,application/json;q=0.8,*/*;q=0.1';
const JSON_FIRST = 'application/json, text/html;q=0.8, */*;q=0.1';

/**
 * Asks the app where its login begins, as a browser without a session would, and reads the authorization request
 * from the answer; where it shows none, asks what it tells everyone of its providers. Follows nothing, keeps and sends
 * no cookie. The person stated the app's address, so it may be in a private network; but a name must not lead to this
 * machine or to a link-local address, as an entry of a foreign name server could. Undefined if there is nothing to ask.
 */
export async function askApp(options: AppLoginOptions): Promise<AppLoginEvidence | undefined> {
  const { start, list, redactor, client_secret } = options;
  const first = start ?? list;
  if (first === undefined) return undefined;
  const host = canParseUrl(first.url) ? new URL(first.url).hostname : '';
  const here = literalScope(host) === 'loopback' || options.providerScope === 'loopback';
  const recorder = new HttpRecorder({
    redactor,
    configuredHosts: [],
    providerScope: here ? 'loopback' : 'private',
    secureContext: options.secureContext,
    maxRequests: MAX_REQUESTS,
    totalTimeoutMs: Math.min(options.timeoutMs ?? TOTAL_TIMEOUT_MS, TOTAL_TIMEOUT_MS),
    ...(options.env ? { env: options.env } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const ask = async (outgoing: Omit<OutgoingRequest, 'purpose'>): Promise<Received> => {
    const received = await recorder.request({ ...outgoing, purpose: 'app-login' });
    return received.answer.failure?.kind === 'reset' && recorder.exchanges.length < MAX_REQUESTS
      ? recorder.request({ ...outgoing, purpose: 'app-login' })
      : received;
  };
  try {
    const begun =
      start === undefined
        ? undefined
        : await ask({ url: start.url, headers: { accept: start.kind === 'json' ? JSON_FIRST : PAGE } });
    const sent = begun === undefined || start === undefined ? [] : requestsIn(begun, start.url);
    const asksList =
      list !== undefined &&
      recorder.exchanges.length < MAX_REQUESTS &&
      (begun === undefined || (sent.length === 0 && isOwnAnswer(begun, first.url)));
    const listed = asksList ? await ask(listRequest(list)) : undefined;
    const told =
      listed === undefined || list === undefined || !isRead(listed) || listed.answer.status >= 300
        ? undefined
        : readAppList(listed.json(), list, list.url);
    const requests = [...sent, ...(told?.requests ?? [])].map((one) => shown(one, redactor, client_secret));
    // Pasted into the field beside its own.
    for (const name of told?.names ?? []) if (looksSecret(name)) redactor.add(name);
    const shows_secret =
      !requests.some(({ client_id_is }) => client_id_is === 'secret') &&
      [begun, listed].some((one) => one !== undefined && holdsSecret(one, client_secret));
    // Only now are all secrets known: an app may show one in the place of its client ID.
    return redactor.deep<AppLoginEvidence>({
      kind: start?.kind ?? 'list',
      answer: (begun ?? listed)!.answer,
      exchanges: [...recorder.exchanges],
      requests,
      ...(shows_secret ? { shows_secret } : {}),
      ...(listed === undefined
        ? {}
        : {
            list: {
              answer: listed.answer,
              ...(told?.offers === undefined ? {} : { offers: told.offers }),
              names: (told?.names ?? []).map((name) => redactor.printable(name, 100)),
            },
          }),
    });
  } finally {
    await recorder.close();
  }
}

const listRequest = ({ url, post }: NonNullable<Target['app']['login_list']>) => ({
  url,
  headers: { accept: JSON_FIRST },
  ...(post === undefined ? {} : { method: 'POST' as const, json: post }),
});

/** True if the app itself answered, and not another host that it or a proxy leads to. */
function isOwnAnswer({ answer }: Received, asked: string): boolean {
  if (answer.failure !== undefined) return false;
  const { location } = answer;
  return location === undefined || !canParseUrl(location) || new URL(location).host === new URL(asked).host;
}

const isRead = ({ answer }: Received): boolean =>
  answer.failure === undefined && answer.body !== 'too-big' && answer.body !== 'too-deep';

/** Shorter than this, it may stand there by chance. */
const MIN_SECRET = 12;

const holdsSecret = (received: Received, secret: string | undefined): boolean =>
  secret !== undefined && secret.length >= MIN_SECRET && received.text().includes(secret);

function requestsIn(received: Received, base: string): readonly SentRequest[] {
  const { answer } = received;
  if (!isRead(received)) return [];
  const redirected = answer.status >= 300 && answer.status < 400;
  return readAppRequests(
    {
      ...(redirected ? { location: received.header('location') } : {}),
      ...(answer.body === 'html' ? { html: received.text() } : {}),
      ...(answer.body === 'json' ? { json: received.json() } : {}),
    },
    base,
  );
}

/** Made safe to show. A secret in the place of the client ID is named and hidden. */
function shown(one: SentRequest, redactor: Redactor, secret: string | undefined): SentRequest {
  const { client_id } = one;
  const bare = client_id?.replace(/^["']|["']$/g, '');
  const client_id_is =
    bare === undefined || bare === ''
      ? undefined
      : bare === secret
        ? 'secret'
        : looksSecret(bare)
          ? 'digest'
          : undefined;
  if (client_id_is !== undefined) redactor.add(bare);
  const text = (value: string) => redactor.printable(value, 1000);
  return {
    ...one,
    ...(one.endpoint === undefined ? {} : { endpoint: redactor.url(one.endpoint) }),
    ...(one.token_endpoint === undefined ? {} : { token_endpoint: redactor.url(one.token_endpoint) }),
    ...(one.userinfo_endpoint === undefined
      ? {}
      : { userinfo_endpoint: redactor.url(one.userinfo_endpoint) }),
    ...(client_id === undefined ? {} : { client_id: text(client_id) }),
    ...(client_id_is === undefined ? {} : { client_id_is }),
    ...(one.redirect_uri === undefined ? {} : { redirect_uri: text(one.redirect_uri) }),
    ...(one.scopes === undefined ? {} : { scopes: one.scopes.slice(0, 40).map(text) }),
    ...(one.response_type === undefined ? {} : { response_type: text(one.response_type) }),
  };
}
