import { isObject, type Json, type JsonObject } from '../../../shared/apply/compare.ts';
import { listWith } from '../../../shared/apply/plan.ts';
import type { ApplySide, ThingRequest } from '../../../shared/apply/things.ts';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { isSecretName, redactText } from '../../../shared/diagnosis/redact.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import { literalScope } from '../network/addresses.ts';
import type { Environment } from '../network/proxy.ts';
import type { Received } from '../network/received.ts';
import { HttpRecorder } from '../network/recorder.ts';
import { Redactor } from '../network/redactor.ts';
import { loadTrust } from '../network/trust.ts';

/** Reading, changing and reading back what a hundred apps have at one product, a few times over. */
const MOST_REQUESTS = 6000;
const TOTAL_TIMEOUT_MS = 20_000;
/** A page of a hundred clients with their certificates is a few MiB. */
const MAX_MIB = 16;

/** What a request is sent with. */
export interface ApiOptions {
  readonly token: string;
  /** What may stand in an answer and is never shown. */
  readonly secrets: readonly (string | undefined)[];
  readonly caFile?: string | undefined;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A product's API, open for one side. */
export interface Api {
  /** The answer as JSON; undefined where it is empty, and for something read that is not there yet (404). */
  send(request: ThingRequest, body?: object): Promise<Result<Json | undefined>>;
  close(): Promise<void>;
}

type Of = Pick<ApplySide, 'product' | 'version' | 'origin' | 'token'>;

/**
 * Opens a product's API. The token goes to this origin alone, by https or within this machine; nothing is followed, so
 * it can't be led anywhere else.
 *
 * Codes: `apply-insecure`, those of `loadTrust`, and of a token that is got by a client: `apply-refused`,
 * `apply-unreachable`.
 */
export async function openApi(of: Of, options: ApiOptions): Promise<Result<Api>> {
  const { hostname, protocol } = new URL(of.origin);
  if (protocol !== 'https:' && literalScope(hostname) !== 'loopback')
    return fail(
      'apply-insecure',
      `${of.product} at ${of.origin} is reached without encryption, and anybody on the way could read the token. Use its https address, or run Latchkey on its own machine with 127.0.0.1.`,
    );
  const trust = await loadTrust(options.caFile);
  if (!trust.ok) return trust;
  const redactor = new Redactor();
  const { token: given } = options;
  // Of NAME:PASSWORD the name is none; of ID:SECRET the id may be one.
  const parts = of.token.encoded === 'basic' ? [given.slice(given.indexOf(':') + 1)] : given.split(':');
  for (const secret of [given, ...parts, ...options.secrets]) redactor.add(secret);
  const recorder = new HttpRecorder({
    redactor,
    // The person stated this address, so it may be anywhere.
    configuredHosts: [hostname],
    providerScope: 'loopback',
    // A name that ends in localhost may lead anywhere.
    loopbackOnly: protocol !== 'https:',
    maxBody: MAX_MIB << 20,
    secureContext: async () => trust.value.context(),
    maxRequests: MOST_REQUESTS,
    totalTimeoutMs: TOTAL_TIMEOUT_MS,
    ...(options.env ? { env: options.env } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const judge = (request: ThingRequest, received: Received) => judged(of, request, received, redactor);
  const token = await tokenOf(of, options.token, recorder, redactor);
  if (!token.ok) {
    await recorder.close();
    return token;
  }
  redactor.add(token.value);
  const [name = '', value = ''] = of.token.header.split(/:\s?(.*)/s);
  return ok({
    async send(request, body) {
      if (!canParseUrl(request.url) || new URL(request.url).origin !== of.origin)
        return fail('apply-elsewhere', `${request.url} is not at ${of.origin}, so nothing was sent there.`);
      const ask = async (one: ThingRequest, json?: object): Promise<Result<Json | undefined>> => {
        hideSecrets(json, redactor);
        const answer = judge(
          one,
          await recorder.request({
            purpose: 'apply',
            method: one.method,
            url: one.url,
            headers: {
              accept: 'application/json',
              ...of.token.headers,
              [name]: value.replace('{token}', token.value),
            },
            ...(json === undefined ? {} : { json }),
          }),
        );
        if (answer.ok) hideSecrets(answer.value, redactor);
        return answer;
      };
      const { entry } = request;
      if (entry === undefined) return ask(request, body);
      const whole = await ask({ method: 'GET', url: request.url });
      if (!whole.ok) return whole;
      const list = listWith(entry, whole.value, body as JsonObject | undefined);
      return list === undefined
        ? fail(
            'apply-by-place',
            `${of.product} keeps the secrets of a list by their places, so that only the last entry can be removed: do it by hand.`,
          )
        : ask(request, list);
    },
    close: () => recorder.close(),
  });
}

/** What is given is the token, or the id and the secret of a client that gets one (RFC 6749 §4.4). */
async function tokenOf(
  of: Of,
  given: string,
  recorder: HttpRecorder,
  redactor: Redactor,
): Promise<Result<string>> {
  const { by_client, encoded } = of.token;
  if (by_client === undefined && encoded === undefined) return ok(given);
  const at = given.indexOf(':');
  if (encoded === 'basic')
    return at < 1
      ? fail(
          'apply-token',
          `${of.product} wants NAME:PASSWORD here, with a colon between them. ${of.token.how}`,
        )
      : ok(Buffer.from(given, 'utf8').toString('base64'));
  if (by_client === undefined) return ok(given);
  if (at < 1)
    return fail(
      'apply-token',
      `${of.product} wants ID:SECRET here, a client’s id, a colon and its secret. ${of.token.how}`,
    );
  if (new URL(by_client).origin !== of.origin)
    return fail('apply-elsewhere', `${by_client} is not at ${of.origin}, so nothing was sent there.`);
  const received = await recorder.request({
    purpose: 'apply',
    method: 'POST',
    url: by_client,
    form: {
      grant_type: 'client_credentials',
      client_id: given.slice(0, at),
      client_secret: given.slice(at + 1),
    },
  });
  if (received.answer.failure) return unreachable(of, received);
  const token = received.object()?.['access_token'];
  return typeof token === 'string'
    ? ok(token)
    : fail(
        'apply-refused',
        `${of.product} gives the client ${redactor.printable(given.slice(0, at), 80)} no token${saying(received, redactor)}. ${of.token.how}`,
      );
}

const unreachable = (of: Of, { answer }: Received) =>
  fail(
    'apply-unreachable',
    `${of.product} at ${of.origin} gave no answer: ${answer.failure?.message ?? 'it broke off'}`,
  );

/**
 * A product may repeat in a refusal what it was sent, or what stands there: the secret of before, too, which only it and
 * the keychain know.
 */
function hideSecrets(value: unknown, redactor: Redactor, name = ''): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_SECRET && isSecretName(name)) redactor.add(value);
  } else if (Array.isArray(value)) for (const one of value) hideSecrets(one, redactor, name);
  else if (typeof value === 'object' && value !== null)
    for (const [inner, one] of Object.entries(value)) hideSecrets(one, redactor, inner);
}
/** What is shorter is a word, such as that of a state. */
const SHORTEST_SECRET = 8;

/** What it says itself, in quotes. */
function saying(received: Received, redactor: Redactor): string {
  const said =
    wordsIn(received.json()) ??
    received.answer.error_description ??
    received.answer.error ??
    received.answer.excerpt;
  if (said === undefined || said.trim() === '') return '';
  // What it repeats may hold secrets that it never showed, each behind its name.
  const safe = /[{[]/.test(said) ? redactText(said) : said;
  return `: “${redactor.printable(safe, 300)}”`;
}

/** Members with a sentence in them, as APIs name them, and the fields that a sentence is about. */
function wordsIn(answer: unknown): string | undefined {
  if (typeof answer === 'string') return answer;
  if (!isObject(answer as Json)) return undefined;
  const object = answer as Record<string, unknown>;
  const said = ['errorMessage', 'error_description', 'detail', 'message', 'error', 'title']
    .map((name) => object[name])
    .find((one) => typeof one === 'string' && one !== '');
  if (typeof said === 'string') {
    const about = [object['field'], object['attribute']].find((one) => typeof one === 'string');
    return about === undefined ? said : `${about}: ${said}`;
  }
  // One entry a field, each with its sentences.
  const fields = Object.entries(object).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(' ') : undefined;
    return text ? [`${name}: ${text}`] : [];
  });
  if (fields.length > 0) return fields.join('; ');
  // Some put all that they answer into members of members.
  return Object.values(object)
    .filter((one) => isObject(one as Json))
    .map(wordsIn)
    .find((one) => one !== undefined);
}

/** True for the answer to a request that got no further than the door, so that it changed nothing. */
export const changedNothing = ({ code }: Failure): boolean =>
  ['apply-unauthorized', 'apply-forbidden', 'apply-elsewhere'].includes(code);

/**
 * True for a refusal after which a look shows whether something was changed. A redirect may come after the work, as 303
 * does, and an error of the server in the middle of it, which may go on.
 */
export const answeredInFull = ({ code }: Failure): boolean =>
  ['apply-invalid', 'apply-not-there', 'apply-conflict', 'apply-too-many'].includes(code);

/** True for what an API answers with: an object or a list. */
const isThings = (json: unknown): boolean => typeof json === 'object' && json !== null;

/** The answer, or what it means that there is none. */
function judged(
  of: Of,
  request: ThingRequest,
  received: Received,
  redactor: Redactor,
): Result<Json | undefined> {
  const { answer } = received;
  if (answer.failure) return unreachable(of, received);
  const { status } = answer;
  const said = saying(received, redactor);
  const what = `${request.method} ${new URL(request.url).pathname}`;
  const refuse = (code: string, sentence: string, then = '') =>
    fail(code, `${sentence}${said}.${then}`, `${what}: HTTP ${status}`);
  if (status >= 200 && status < 300) {
    const json = received.json();
    if (received.isTruncated())
      return refuse(
        'apply-failed',
        `${of.product} answers with more than ${MAX_MIB} MiB, which nobody reads`,
      );
    // What is read is never nothing: so answers what stands in front of it.
    if (request.method === 'GET' ? !isThings(json) : json === undefined && received.text().trim() !== '')
      return refuse(
        'apply-no-api',
        `${of.product} answers with something else than it does: perhaps ${of.origin} is not its own address, or something in front of it asks for a login`,
      );
    return ok(json as Json | undefined);
  }
  if (status >= 300 && status < 400)
    return refuse(
      'apply-redirected',
      `${of.product} leads elsewhere (${answer.location ?? 'it does not say where'}), and a token is never sent after it: state the address that answers by itself`,
    );
  switch (status) {
    case 400:
    case 422:
      return refuse('apply-invalid', `${of.product} does not take what was sent`);
    case 401:
      return refuse(
        'apply-unauthorized',
        `${of.product} does not take the token: it is wrong, or it ran out`,
        ` ${of.token.how}`,
      );
    case 403:
      return refuse(
        'apply-forbidden',
        `The token lacks a right: ${request.method === 'GET' ? (of.token.reads ?? of.token.right) : of.token.right}`,
      );
    case 404:
    case 405:
      // A proxy whose app doesn't run answers so as well, but hardly in JSON.
      if (request.absent && status === 404 && isThings(received.json())) return ok(undefined);
      return refuse(
        'apply-not-there',
        `${of.product} does not know this address: it is another version than ${of.version === '' ? 'before' : of.version}, ${request.method === 'GET' ? 'or something else answers in its place' : 'or the thing was removed meanwhile'}`,
      );
    case 409:
      return refuse('apply-conflict', `${of.product} has such a thing already, or somebody is changing it`);
    case 429:
      return refuse(
        'apply-too-many',
        `${of.product} wants fewer requests: wait ${answer.retry_after_s ?? 60} seconds and go on`,
      );
    default:
      return refuse('apply-failed', `${of.product} failed with HTTP ${status}`);
  }
}
