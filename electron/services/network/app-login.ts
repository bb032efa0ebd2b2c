import type { SecureContext } from 'node:tls';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { readAppRequests } from '../../../shared/diagnosis/app-request.ts';
import type { AddressScope, AppLoginEvidence, SentRequest } from '../../../shared/diagnosis/evidence.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import { looksSecret } from '../../../shared/workspace/secret-looks.ts';
import { literalScope } from './addresses.ts';
import type { Environment } from './proxy.ts';
import type { Received } from './received.ts';
import { HttpRecorder } from './recorder.ts';
import type { Redactor } from './redactor.ts';

/** One for the answer, and one more if the connection broke before there was any. */
const MAX_REQUESTS = 2;
/** A login start that reads the provider's metadata first takes longer than a page. */
const TOTAL_TIMEOUT_MS = 8000;

export interface AppLoginOptions {
  readonly start: NonNullable<Target['app']['login_start']>;
  readonly redactor: Redactor;
  readonly client_secret?: string | undefined;
  /** Where the provider itself is: an app may be on this machine if the provider is, too. */
  readonly providerScope: AddressScope;
  readonly secureContext: () => Promise<SecureContext>;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Asks the app where its login begins, as a browser without a session would, and reads the authorization request
 * from the answer. Follows nothing, keeps and sends no cookie. The person stated the app's address, so it may be in
 * a private network; but a name must not lead to this machine or to a link-local address, as an entry of a foreign
 * name server could.
 */
export async function askApp(options: AppLoginOptions): Promise<AppLoginEvidence> {
  const { start, redactor, client_secret } = options;
  const host = canParseUrl(start.url) ? new URL(start.url).hostname : '';
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
  const ask = () =>
    recorder.request({
      purpose: 'app-login',
      url: start.url,
      // As a browser asks: what stands in front of an app answers other programs in other ways.
      headers: {
        accept:
          start.kind === 'json'
            ? 'application/json, text/html;q=0.8, */*;q=0.1'
            : 'text/html,application/xhtml+xml,application/json;q=0.8,*/*;q=0.1',
      },
    });
  try {
    let received = await ask();
    if (received.answer.failure?.kind === 'reset') received = await ask();
    const requests = requestsIn(received, start.url).map((one) => shown(one, redactor, client_secret));
    // Only now are all secrets known: an app may show one in the place of its client ID.
    return redactor.deep<AppLoginEvidence>({
      kind: start.kind,
      answer: received.answer,
      exchanges: [...recorder.exchanges],
      requests,
    });
  } finally {
    await recorder.close();
  }
}

function requestsIn(received: Received, base: string): readonly SentRequest[] {
  const { answer } = received;
  if (answer.failure !== undefined || answer.body === 'too-big' || answer.body === 'too-deep') return [];
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
    endpoint: redactor.url(one.endpoint),
    ...(client_id === undefined ? {} : { client_id: text(client_id) }),
    ...(client_id_is === undefined ? {} : { client_id_is }),
    ...(one.redirect_uri === undefined ? {} : { redirect_uri: text(one.redirect_uri) }),
    ...(one.scopes === undefined ? {} : { scopes: one.scopes.slice(0, 40).map(text) }),
    ...(one.response_type === undefined ? {} : { response_type: text(one.response_type) }),
  };
}
