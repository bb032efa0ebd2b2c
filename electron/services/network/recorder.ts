import { createHash } from 'node:crypto';
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, request as send } from 'undici';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type {
  AddressScope,
  Exchange,
  Method,
  NetworkFailure,
  Purpose,
} from '../../../shared/diagnosis/evidence.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';
import { addressScope, innermost, literalScope, mayReach } from './addresses.ts';
import { parseBody, readBody } from './body.ts';
import { networkFailure, OwnFailure } from './failure.ts';
import { type Environment, proxyFor } from './proxy.ts';
import { answerWords, type RawAnswer, Received } from './received.ts';
import type { Redactor } from './redactor.ts';

export const MAX_BODY = 1024 * 1024;
const MAX_HEADERS = 32 * 1024;
export const MAX_REQUESTS = 25;

/** Headers that are recorded. Cookies are never recorded. */
const KEPT = [
  'age',
  'content-type',
  'cache-control',
  'content-encoding',
  'content-length',
  'date',
  'retry-after',
  'server',
  'strict-transport-security',
  'via',
  'www-authenticate',
] as const;

export interface RecorderOptions {
  readonly redactor: Redactor;
  /** Host names that the user configured. They may have any address. */
  readonly configuredHosts: readonly string[];
  /** Scope of the provider. Decides which private addresses may be requested. */
  readonly providerScope: AddressScope;
  /** Called at the first https request. */
  readonly secureContext?: () => Promise<SecureContext>;
  readonly env?: Environment;
  readonly signal?: AbortSignal;
  readonly maxRequests?: number;
  /** The most bytes of an answer that are read. */
  readonly maxBody?: number;
  /** True: only addresses of this machine, whatever a name leads to. */
  readonly loopbackOnly?: boolean;
  readonly connectTimeoutMs?: number;
  /** From the first byte sent to the last byte read. */
  readonly totalTimeoutMs?: number;
  readonly now?: () => number;
}

export interface OutgoingRequest {
  readonly purpose: Purpose;
  readonly url: string;
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON, if there is no form. */
  readonly json?: object;
  /** Minimum time since the last request that had `spacing`, in milliseconds. */
  readonly spacing?: number;
  /**
   * Ends the pause of `spacing` and shortens later pauses. Used when the user would have to wait for them.
   */
  readonly hurry?: AbortSignal;
}

const bodyOf = ({ form, json }: OutgoingRequest): { readonly body?: string } =>
  form ? { body: new URLSearchParams(form).toString() } : json ? { body: JSON.stringify(json) } : {};

/** Length of a shortened pause. */
const HURRIED_MS = 25;

/**
 * Sends requests one at a time and records each one in redacted form. Never follows redirects and keeps no
 * cookies. Size, time and number of requests are limited. Rejects schemes other than http and https, and
 * private addresses that the provider must not name. A failure is recorded, never thrown.
 */
export class HttpRecorder {
  readonly #options: RecorderOptions;
  readonly #exchanges: Exchange[] = [];
  readonly #dispatchers = new Map<string, Dispatcher>();
  #sent = 0;
  #lastSpaced = Number.NEGATIVE_INFINITY;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** The requests and answers so far. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  async request(outgoing: OutgoingRequest): Promise<Received> {
    const { redactor, signal } = this.#options;
    const now = this.#options.now ?? Date.now;
    const method = outgoing.method ?? 'GET';
    const refusal = this.#refusal(outgoing.url);
    if (refusal) return this.#record(outgoing, method, now(), 0, undefined, refusal);

    if (outgoing.spacing !== undefined) {
      const { hurry } = outgoing;
      const spacing = hurry?.aborted ? Math.min(HURRIED_MS, outgoing.spacing) : outgoing.spacing;
      const wait = this.#lastSpaced + spacing - performance.now();
      const ends = [signal, hurry?.aborted ? undefined : hurry].filter((end) => end !== undefined);
      if (wait > 0) await sleep(wait, undefined, { signal: AbortSignal.any(ends) }).catch(() => {});
      this.#lastSpaced = performance.now();
    }
    this.#sent++;
    const at = now();
    const started = performance.now();
    try {
      const total = AbortSignal.timeout(this.#options.totalTimeoutMs ?? 10_000);
      const answer = await send(outgoing.url, {
        method,
        dispatcher: await this.#dispatcher(new URL(outgoing.url)),
        signal: signal ? AbortSignal.any([signal, total]) : total,
        headers: {
          'user-agent': 'Latchkey',
          'accept-encoding': 'identity',
          accept: 'application/json, text/html;q=0.5, */*;q=0.1',
          ...outgoing.headers,
          ...(outgoing.form
            ? { 'content-type': 'application/x-www-form-urlencoded' }
            : outgoing.json
              ? { 'content-type': 'application/json' }
              : {}),
        },
        ...bodyOf(outgoing),
      });
      const body = await readBody(answer.body, answer.headers, this.#options.maxBody ?? MAX_BODY);
      const raw: RawAnswer = { status: answer.statusCode, headers: answer.headers, body };
      return this.#record(outgoing, method, at, performance.now() - started, raw);
    } catch (error) {
      const failure: NetworkFailure = signal?.aborted
        ? { kind: 'cancelled', code: 'CANCELLED', message: 'The run was cancelled.' }
        : networkFailure(error);
      return this.#record(outgoing, method, at, performance.now() - started, undefined, {
        ...failure,
        message: redactor.printable(failure.message),
      });
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
    this.#dispatchers.clear();
  }

  #refusal(text: string): NetworkFailure | undefined {
    if (this.#options.signal?.aborted) {
      return { kind: 'cancelled', code: 'CANCELLED', message: 'The run was cancelled.' };
    }
    if (!canParseUrl(text)) {
      return { kind: 'scheme-refused', code: 'NOT_A_URL', message: 'That is no URL.' };
    }
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return {
        kind: 'scheme-refused',
        code: 'SCHEME_REFUSED',
        message: `Only http and https are asked, never “${printable(url.protocol, 30)}”.`,
      };
    }
    const scope = literalScope(url.hostname);
    if (scope !== undefined && !this.#mayReach(url.hostname, [scope]))
      return addressRefused(this.#options.loopbackOnly);
    if (this.#sent >= (this.#options.maxRequests ?? MAX_REQUESTS)) {
      return { kind: 'budget', code: 'BUDGET', message: 'The run has used up its requests.' };
    }
    return undefined;
  }

  #mayReach(hostname: string, scopes: readonly AddressScope[]): boolean {
    if (this.#options.loopbackOnly) return scopes.every((one) => one === 'loopback');
    if (this.#options.configuredHosts.includes(hostname)) return true;
    return mayReach(this.#options.providerScope, innermost(scopes));
  }

  /**
   * Checks the addresses that are actually used for the connection, so that a name can't change between check
   * and use.
   */
  readonly #lookup: LookupFunction = (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const scopes = addresses.map(({ address }) => addressScope(address));
      if (!this.#mayReach(hostname, scopes))
        return callback(new OwnFailure(addressRefused(this.#options.loopbackOnly)), '');
      if (options.all) return callback(null, addresses);
      const first = addresses[0]!;
      return callback(null, first.address, first.family);
    });
  };

  async #dispatcher(url: URL): Promise<Dispatcher> {
    const proxy = proxyFor(url, this.#options.env ?? process.env);
    const key = `${proxy ?? ''} ${url.protocol}`;
    const known = this.#dispatchers.get(key);
    if (known) return known;
    const secureContext = url.protocol === 'https:' ? await this.#options.secureContext?.() : undefined;
    const limits = {
      maxHeaderSize: MAX_HEADERS,
      headersTimeout: this.#options.totalTimeoutMs ?? 10_000,
      bodyTimeout: this.#options.totalTimeoutMs ?? 10_000,
      keepAliveTimeout: 1000,
      connections: 2,
    };
    const connect = {
      timeout: this.#options.connectTimeoutMs ?? 5000,
      ...(secureContext ? { secureContext } : {}),
    };
    const dispatcher = proxy
      ? new ProxyAgent({ uri: proxy, ...limits, requestTls: connect })
      : new Agent({
          ...limits,
          autoSelectFamily: true,
          connect: { ...connect, lookup: this.#lookup },
        });
    this.#dispatchers.set(key, dispatcher);
    return dispatcher;
  }

  #record(
    outgoing: OutgoingRequest,
    method: Method,
    at: number,
    duration: number,
    raw: RawAnswer | undefined,
    failure?: NetworkFailure,
  ): Received {
    const { redactor } = this.#options;
    const id = this.#exchanges.length;
    const duration_ms = Math.round(duration * 10) / 10;
    const url = redactor.url(outgoing.url);
    const headers = Object.fromEntries(
      Object.entries(outgoing.headers ?? {}).map(([name, value]) => [
        name,
        name.toLowerCase() === 'authorization'
          ? `${value.split(' ')[0]} [redacted]`
          : redactor.printable(value),
      ]),
    );
    const request = {
      method,
      url,
      headers,
      ...(outgoing.form
        ? {
            form: Object.fromEntries(
              Object.entries(outgoing.form).map(([name, value]) => [name, redactor.field(name, value)]),
            ),
          }
        : {}),
    };
    if (!raw) {
      this.#exchanges.push({
        id,
        purpose: outgoing.purpose,
        at,
        duration_ms,
        request,
        ...(failure && { failure }),
      });
      return new Received({
        exchange: id,
        url,
        ...(failure && { failure }),
        status: 0,
        content_type: '',
        body: 'empty',
        size: 0,
        duration_ms,
      });
    }
    const read = (name: string) => {
      const value = raw.headers[name];
      const text = Array.isArray(value) ? value.join(', ') : value;
      return text === undefined ? undefined : redactor.printable(text, 500);
    };
    const kept: Record<string, string> = {};
    for (const name of KEPT) {
      const value = read(name);
      if (value !== undefined) kept[name] = value;
    }
    const rawLocation = raw.headers.location;
    const location =
      rawLocation === undefined
        ? undefined
        : canParseUrl(rawLocation, outgoing.url)
          ? redactor.url(new URL(rawLocation, outgoing.url).href)
          : redactor.printable(rawLocation);
    if (location !== undefined) kept['location'] = location;
    this.#exchanges.push({
      id,
      purpose: outgoing.purpose,
      at,
      duration_ms,
      request,
      response: {
        status: raw.status,
        headers: kept,
        size: raw.body.bytes.length,
        sha256: createHash('sha256').update(raw.body.bytes).digest('hex'),
        truncated: raw.body.truncated,
      },
    });
    const contentType = kept['content-type'] ?? '';
    const parsed = parseBody(raw.body, contentType);
    const retry = Number(kept['retry-after']);
    return new Received(
      {
        exchange: id,
        url,
        status: raw.status,
        content_type: contentType,
        body: parsed.kind,
        size: raw.body.bytes.length,
        duration_ms,
        ...(location === undefined ? {} : { location }),
        ...(Number.isFinite(retry) && kept['retry-after'] ? { retry_after_s: retry } : {}),
        ...(kept['www-authenticate'] === undefined ? {} : { www_authenticate: kept['www-authenticate'] }),
        ...(kept['cache-control'] === undefined ? {} : { cache_control: kept['cache-control'] }),
        ...answerWords(redactor, parsed, kept['www-authenticate']),
      },
      raw,
      parsed,
    );
  }
}

const addressRefused = (loopbackOnly = false): NetworkFailure => ({
  kind: 'address-refused',
  code: 'ADDRESS_REFUSED',
  message: loopbackOnly
    ? 'That name leads to another machine, which is asked by https only.'
    : 'That address is further inside the network than the provider itself, so it was not asked.',
});
