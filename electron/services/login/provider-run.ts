import { lookup } from 'node:dns/promises';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { type Recognised, recognise } from '../../../shared/catalog/providers/recognise.ts';
import type {
  AddressScope,
  Answer,
  AuthorizeAnswer,
  ClockSample,
  DiscoveryDocument,
  Evidence,
  NetworkEvidence,
  OtherProduct,
  TokenAttempt,
} from '../../../shared/diagnosis/evidence.ts';
import { withoutEscapes } from '../../../shared/diagnosis/printable.ts';
import type { Target } from '../../../shared/diagnosis/target.ts';
import { addressScope, innermost, literalScope } from '../network/addresses.ts';
import { networkFailure } from '../network/failure.ts';
import { type Environment, proxyFor } from '../network/proxy.ts';
import type { Received } from '../network/received.ts';
import { HttpRecorder } from '../network/recorder.ts';
import type { Redactor } from '../network/redactor.ts';
import { inspectTls } from '../network/tls.ts';
import type { Trust } from '../network/trust.ts';
import { type PublishedKey, readKeys } from './jwt-evidence.ts';
import type { Progress } from './outcome.ts';

const MAX_HOPS = 5;
/**
 * Members of provider metadata (Discovery §3, RFC 8414 §2, RFC 9207 §3). Everything else in the document is
 * ignored.
 */
const METADATA_NAME =
  /^(?:issuer|jwks_uri|op_policy_uri|op_tos_uri|service_documentation|require_\w{1,60}|\w{1,80}_(?:endpoint|supported))$/;

export interface RunSettings {
  readonly target: Target;
  readonly redactor: Redactor;
  readonly trust: Trust;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly env?: Environment | undefined;
  /** Hosts that a person has confirmed for secrets, beside those of the workspace. */
  readonly trustHosts?: readonly string[] | undefined;
  /** From the first byte sent to the last byte read, in milliseconds. */
  readonly requestTimeoutMs?: number | undefined;
}

/**
 * The common part of `check` and `login`: connection to the provider, its discovery document, its keys, and
 * the record.
 */
export class ProviderRun {
  readonly target: Target;
  readonly redactor: Redactor;
  readonly started = Date.now();
  readonly startedMono = performance.now();
  readonly authorize: AuthorizeAnswer[] = [];
  readonly tokenAttempts: TokenAttempt[] = [];
  /** The raw answers, so that openid-client can read them again. */
  readonly received = new Map<string, Received>();
  keys: readonly PublishedKey[] = [];
  evidence: Partial<Evidence> = {};
  #recorder: HttpRecorder | undefined;
  readonly #settings: RunSettings;

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.target = settings.target;
    this.redactor = settings.redactor;
  }

  get recorder(): HttpRecorder {
    if (!this.#recorder) throw new Error('connect() comes first');
    return this.#recorder;
  }

  get cancelled(): boolean {
    return this.#settings.signal?.aborted ?? false;
  }

  get document(): DiscoveryDocument | undefined {
    return this.evidence.discovery?.document;
  }

  tell(step: string, state: Progress['state'], text: string): void {
    this.#settings.onProgress?.({ step, state, text: this.redactor.text(text) });
  }

  /** Returns a string member of the discovery document if it is a URL. */
  endpoint(name: string): string | undefined {
    const document = this.document;
    const value = document && Object.hasOwn(document, name) ? document[name] : undefined;
    return typeof value === 'string' && canParseUrl(value) ? value : undefined;
  }

  /**
   * Checks whether a secret may be sent to an endpoint of the discovery document: only to a host that the
   * workspace names or that a person has confirmed. If not, the evidence names the host.
   */
  maySendTo(endpoint: string): boolean {
    const { host } = new URL(endpoint);
    if (this.target.own_hosts.includes(host) || this.#settings.trustHosts?.includes(host)) return true;
    this.evidence = { ...this.evidence, untrusted_host: host };
    return false;
  }

  /** Resolves the name, looks at the certificate and reads the discovery document. */
  async connect(): Promise<void> {
    const { target, trust, signal, env = process.env } = this.#settings;
    const text = target.discovery_url.trim();
    if (!canParseUrl(text) || !/^https?:$/.test(new URL(text).protocol)) return;
    const url = new URL(text);
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const proxy = proxyFor(url, env);
    this.tell('connect', 'running', `Looking for ${url.hostname}`);
    const network = await withAppName(
      await resolve(url.hostname, port, proxy),
      target.client.redirect_uris[0],
    );
    this.evidence = { ...this.evidence, network };
    const scope: AddressScope =
      network.addresses.length > 0
        ? innermost(network.addresses.map((address) => address.scope))
        : (literalScope(url.hostname) ?? 'public');
    this.#recorder = new HttpRecorder({
      redactor: this.redactor,
      configuredHosts: [url.hostname, ...hostOf(target.issuer), ...hostOf(target.provider.url)],
      providerScope: scope,
      secureContext: async () => trust.context(),
      env,
      ...(signal ? { signal } : {}),
      ...(this.#settings.requestTimeoutMs === undefined
        ? {}
        : { totalTimeoutMs: this.#settings.requestTimeoutMs }),
    });
    if (network.failure) {
      this.tell('connect', 'failed', network.failure.message);
      return;
    }
    const [tls] = await Promise.all([
      url.protocol === 'https:'
        ? inspectTls({ host: url.hostname, port, trust, proxy, signal })
        : Promise.resolve(undefined),
      this.#discover(url.href),
    ]);
    if (tls) this.evidence = { ...this.evidence, tls };
    const failure = this.evidence.discovery?.answer.failure;
    this.tell('connect', failure ? 'failed' : 'done', failure?.message ?? `${url.hostname} answers`);
  }

  async #discover(start: string): Promise<void> {
    const redirects: { from: string; to: string; followed: boolean }[] = [];
    const seen = new Set<string>();
    let url = start;
    for (;;) {
      const received = await this.recorder.request({ purpose: 'discovery', url });
      const location = isRedirect(received.answer) ? received.location(url) : undefined;
      const sameOrigin = location?.origin === new URL(url).origin;
      seen.add(url);
      const loop =
        location !== undefined && sameOrigin && (seen.has(location.href) || redirects.length >= MAX_HOPS);
      if (location) {
        redirects.push({
          from: this.redactor.url(url),
          to: this.redactor.url(location.href),
          followed: sameOrigin && !loop,
        });
      }
      if (location && sameOrigin && !loop) {
        url = location.href;
        continue;
      }
      const document = received.answer.status === 200 ? received.object() : undefined;
      this.received.set('discovery', received);
      this.evidence = {
        ...this.evidence,
        discovery: {
          answer: received.answer,
          redirects,
          redirect_loop: loop,
          ...(document ? { document: this.#printableDocument(document) } : {}),
        },
      };
      return;
    }
  }

  /**
   * If there is no discovery document, looks for a similar address that has one, so that the message can name
   * it. Only the issuer is used from that document.
   */
  async lookNearby(): Promise<void> {
    const { discovery } = this.evidence;
    if (!discovery || discovery.document || discovery.answer.failure || discovery.answer.status === 429)
      return;
    const asked = this.target.discovery_url.trim();
    for (const url of nearby(asked, this.target.provider.url)) {
      const received = await this.recorder.request({ purpose: 'discovery', url });
      const document = received.answer.status === 200 ? received.object() : undefined;
      const issuer = document?.['issuer'];
      if (typeof issuer !== 'string' || !canParseUrl(issuer)) continue;
      // Kept exactly as it is: with or without a trailing slash, it is a different issuer.
      const seen = document && recognise(document);
      const found_elsewhere = {
        url,
        issuer: this.redactor.printable(issuer, 500),
        ...(seen?.certainty === 'sure' ? { product: productOf(seen, this.redactor) } : {}),
      };
      this.evidence = { ...this.evidence, discovery: { ...discovery, found_elsewhere } };
      return;
    }
  }

  /** Returns only the members that the standards define, with all texts made safe to show. */
  #printableDocument(document: Readonly<Record<string, unknown>>): DiscoveryDocument {
    const clean = (value: unknown, depth: number): DiscoveryDocument[string] => {
      if (typeof value === 'string') return value.length <= 2000 ? withoutEscapes(value) : '';
      if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
      if (depth > 3 || typeof value !== 'object') return null;
      if (Array.isArray(value)) return value.slice(0, 200).map((item) => clean(item, depth + 1));
      return Object.fromEntries(
        Object.entries(value)
          .slice(0, 100)
          .map(([name, inner]) => [withoutEscapes(name.slice(0, 100)), clean(inner, depth + 1)]),
      );
    };
    return Object.fromEntries(
      Object.entries(document)
        .filter(([name]) => METADATA_NAME.test(name))
        .slice(0, 300)
        .map(([name, value]) => [name, clean(value, 0)]),
    );
  }

  /** Fetches the key set. The evidence keeps the result of the last call. */
  async fetchKeys(): Promise<readonly PublishedKey[]> {
    const url = this.endpoint('jwks_uri');
    if (url === undefined) return [];
    const received = await this.recorder.request({ purpose: 'jwks', url });
    const body = received.answer.status === 200 ? received.object() : undefined;
    const has_keys_member = body !== undefined && Object.hasOwn(body, 'keys') && Array.isArray(body['keys']);
    this.keys = has_keys_member
      ? readKeys(body['keys'], (text, limit) => this.redactor.printable(text, limit))
      : [];
    this.received.set('jwks', received);
    this.evidence = {
      ...this.evidence,
      jwks: { answer: received.answer, has_keys_member, keys: this.keys.map((key) => key.evidence) },
    };
    return this.keys;
  }

  /** Collects all evidence so far. */
  collect(run: Evidence['run']): Evidence {
    const exchanges = this.#recorder?.exchanges ?? [];
    return {
      ...this.evidence,
      run,
      started_at: this.started,
      exchanges: [...exchanges],
      clock: clockSamples(exchanges),
      authorize: this.authorize,
      token_attempts: this.tokenAttempts,
    };
  }

  async close(): Promise<void> {
    await this.#recorder?.close();
  }
}

const WELL_KNOWN = '/.well-known/openid-configuration';

/**
 * Addresses that the user may have meant: without a doubled suffix, the issuer instead of an endpoint, the
 * path of another Keycloak generation.
 */
/** What a document shows, fit to be shown. */
const productOf = ({ kind, name, address }: Recognised, redactor: Redactor): OtherProduct => ({
  kind,
  name,
  ...(address === undefined ? {} : { address: redactor.printable(address, 500) }),
});

function nearby(asked: string, stated: string): readonly string[] {
  const url = new URL(asked);
  const path = url.pathname.slice(0, -WELL_KNOWN.length);
  const paths = [
    path.split('/.well-known/')[0]!,
    path.replace(/\/(?:authorize|auth|token|userinfo|protocol\/openid-connect\/\w+)\/?$/, ''),
    path.startsWith('/auth/realms/') ? path.slice(5) : path.replace(/^\/realms\//, '/auth/realms/'),
    path.replace(/\/{2,}/g, '/'),
    // As the workspace has it, without what its kind adds.
    canParseUrl(stated) ? new URL(stated).pathname.replace(/\/$/, '') : '',
    '',
  ];
  return [...new Set(paths)]
    .filter((one) => one !== path)
    .slice(0, 3)
    .map((one) => `${url.origin}${one.replace(/\/$/, '')}${WELL_KNOWN}`);
}

const isRedirect = (answer: Answer): boolean =>
  answer.status >= 300 && answer.status < 400 && answer.status !== 304;

const hostOf = (url: string): readonly string[] =>
  canParseUrl(url.trim()) ? [new URL(url.trim()).hostname] : [];

async function resolve(hostname: string, port: number, proxy: string | undefined): Promise<NetworkEvidence> {
  const at = { host: hostname, port, ...(proxy === undefined ? {} : { proxy: new URL(proxy).host }) };
  const bare = hostname.replace(/^\[|\]$/g, '');
  const literal = literalScope(hostname);
  if (literal !== undefined && hostname !== 'localhost')
    return { ...at, addresses: [{ address: bare, scope: literal }] };
  try {
    const addresses = await lookup(bare, { all: true });
    return { ...at, addresses: addresses.map(({ address }) => ({ address, scope: addressScope(address) })) };
  } catch (error) {
    // With a proxy, the proxy resolves the name.
    return proxy === undefined
      ? { ...at, addresses: [], failure: networkFailure(error) }
      : { ...at, addresses: [] };
  }
}

/**
 * Where the provider's name is not found, looks up the app's as well: only if that is not found either, it is the DNS of this
 * machine rather than a name that is misspelt.
 */
async function withAppName(network: NetworkEvidence, callback = ''): Promise<NetworkEvidence> {
  if (network.failure?.kind !== 'dns' || !canParseUrl(callback)) return network;
  const { protocol, hostname } = new URL(callback);
  if (!/^https?:$/.test(protocol) || hostname === network.host) return network;
  const app = await resolve(hostname, 0, undefined);
  return app.failure?.kind === 'dns' ? { ...network, app_not_found: hostname } : network;
}

/**
 * Returns the clock offset of each server, from its `Date` header and the middle of the exchange. Cached
 * answers are not used.
 */
function clockSamples(exchanges: Evidence['exchanges']): readonly ClockSample[] {
  return exchanges.flatMap((exchange) => {
    const date = exchange.response?.headers['date'];
    const time = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(time) || exchange.response?.headers['age'] !== undefined) return [];
    const half = exchange.duration_ms / 2;
    return [
      {
        exchange: exchange.id,
        origin: new URL(exchange.request.url).origin,
        offset_ms: Math.round(time + 500 - (exchange.at + half)),
        error_ms: Math.round(half + 500),
      },
    ];
  });
}
