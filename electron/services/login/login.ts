import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Connection } from '../../../shared/client/types.ts';
import type { CallbackEvidence } from '../../../shared/diagnosis/evidence.ts';
import { judgeLoginRun } from '../../../shared/diagnosis/judges/index.ts';
import { makeTarget, type RedirectMode, testRedirect } from '../../../shared/diagnosis/target.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Environment } from '../network/proxy.ts';
import { Redactor } from '../network/redactor.ts';
import { loadTrust } from '../network/trust.ts';
import { authorizationUrl } from './authorize-probe.ts';
import type { RunSecrets } from './check.ts';
import { exchangeCode, type LoginValues } from './exchange.ts';
import {
  type Callback,
  DEFAULT_TIMEOUT_S,
  describeCallback,
  type LoopbackListener,
  openListener,
} from './listener.ts';
import { openBrowser as openSystemBrowser } from './open-browser.ts';
import { type Progress, type RunOutcome, withoutSecrets } from './outcome.ts';
import { openPasteBox, type PasteBox } from './paste-box.ts';
import { PROBE_SPACING_MS, Probes } from './probe-run.ts';
import { ProviderRun } from './provider-run.ts';
import { calculateChallenge, randomValue } from './random-values.ts';

/** What the user needs to continue. */
export interface LoginReady {
  /** The one URL to open. It contains the state and must not be logged. */
  readonly url: string;
  /** The redirect URI where the answer is expected. */
  readonly redirect_uri: string;
  readonly mode: RedirectMode;
  readonly timeout_s: number;
  /** True when the system browser was opened. */
  readonly opened: boolean;
}

export interface LoginOptions {
  /** Default `loopback`. */
  readonly mode?: RedirectMode | undefined;
  /**
   * Port of the loopback redirect URI; 0 uses any free one. Default: the workspace's `test_redirect_uri`,
   * else 8911.
   */
  readonly port?: number | undefined;
  /** The client for mode `test-client`. */
  readonly testClient?: { readonly client_id: string; readonly client_secret?: string } | undefined;
  /** How long to wait for the user, in seconds. Default 180. */
  readonly timeoutSeconds?: number | undefined;
  /** PEM file; overrides the provider's `ca_file`. */
  readonly caFile?: string | undefined;
  /** Hosts that a person has confirmed for secrets, beside those of the workspace. */
  readonly trustHosts?: readonly string[] | undefined;
  /** `false`: doesn't open a browser. Default: the system browser. */
  readonly openBrowser?: ((url: string) => Promise<unknown>) | false | undefined;
  readonly onReady?: ((ready: LoginReady) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: Environment | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly probeSpacingMs?: number | undefined;
  /** Also tests the app's own redirect URI while the user signs in. Default true. */
  readonly probeAppCallback?: boolean | undefined;
}

/** A test login in progress. */
export interface LoginSession {
  readonly redirect_uri: string;
  readonly outcome: Promise<RunOutcome>;
  /**
   * Takes the URL from the browser's address bar: for mode `paste-back`, and for a browser on another machine. Error:
   * `not-a-callback` (keeps waiting).
   */
  readonly paste: (url: string) => Result<void>;
  /** Stops waiting and closes the socket at once. After that, `outcome` resolves. */
  readonly cancel: () => void;
}

/** How waiting for the user ended, as text for the list of steps. */
const ANSWERED: Readonly<Record<CallbackEvidence['outcome'], string>> = {
  received: 'An answer came back',
  'timed-out': 'Nobody signed in in time',
  cancelled: 'The wait was ended',
  slept: 'The machine slept, so the wait was ended',
  refused: 'The provider refuses the address of the test login',
  'not-a-callback': 'What came back was no answer to the login',
};

/** Where the answer arrives: the listener, or what the user pastes. */
type Inbox = LoopbackListener | PasteBox;

async function openInbox(
  connection: Connection,
  options: LoginOptions,
  signal: AbortSignal,
): Promise<Result<Inbox>> {
  const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_S;
  if (options.mode === 'paste-back') {
    const own = connection.client.redirect_uris[0];
    if (own === undefined) return fail('no-redirect-uri', 'The app has no redirect URI to test with.');
    return ok(openPasteBox(own, timeoutSeconds, signal));
  }
  const { host, port, path } = testRedirect(connection);
  const about = {
    app: connection.app.definition.name,
    provider: canParseUrl(connection.provider_metadata.issuer)
      ? new URL(connection.provider_metadata.issuer).host
      : connection.provider.definition.name,
  };
  return openListener({ host, port: options.port ?? port, path, timeoutSeconds, signal, about });
}

/**
 * Starts the test login: reads the CA file and opens the socket, so that these errors are reported at once.
 * Errors: `port-in-use`, `port-blocked`, `port-not-allowed`, `listen-failed`, `no-redirect-uri`,
 * `ca-file-unreadable`, `ca-file-broken`, `ca-file-empty`, `no-test-client`. All later problems are reported
 * in the outcome's checks.
 */
export async function startLogin(
  connection: Connection,
  secrets: RunSecrets,
  options: LoginOptions = {},
): Promise<Result<LoginSession>> {
  const mode = options.mode ?? 'loopback';
  if (mode === 'test-client' && !options.testClient) {
    return fail(
      'no-test-client',
      'Say which client is the test’s: its client_id, and its secret if it has one.',
    );
  }
  const trust = await loadTrust(options.caFile ?? connection.provider.entry.ca_file);
  if (!trust.ok) return trust;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const inbox = await openInbox(connection, options, signal);
  if (!inbox.ok) return inbox;

  const client_secret = mode === 'test-client' ? options.testClient?.client_secret : secrets.client_secret;
  const target = makeTarget(connection, {
    has_client_secret: client_secret !== undefined,
    redirect: { mode, uri: inbox.value.redirect_uri },
    ...(mode === 'test-client' ? { client_id: options.testClient!.client_id } : {}),
  });
  const redactor = new Redactor();
  for (const secret of [secrets.client_secret, client_secret]) redactor.add(secret);
  const run = new ProviderRun({
    target,
    redactor,
    trust: trust.value,
    signal,
    onProgress: options.onProgress,
    env: options.env,
    trustHosts: options.trustHosts,
    requestTimeoutMs: options.requestTimeoutMs,
  });
  const login = new Login(run, inbox.value, client_secret, options);
  return ok({
    redirect_uri: inbox.value.redirect_uri,
    outcome: login.run(),
    paste: (url) => inbox.value.paste(url),
    cancel: () => stop.abort(),
  });
}

/** Starts the test login and waits for its outcome. Errors as in `startLogin`. */
export async function runLogin(
  connection: Connection,
  secrets: RunSecrets,
  options: LoginOptions = {},
): Promise<Result<RunOutcome>> {
  const session = await startLogin(connection, secrets, options);
  return session.ok ? ok(await session.value.outcome) : session;
}

class Login {
  readonly #run: ProviderRun;
  readonly #inbox: Inbox;
  readonly #client_secret: string | undefined;
  readonly #options: LoginOptions;
  #waited = 0;
  #refused = false;
  readonly #answered = new AbortController();
  readonly #probes: Probes;
  /** Probes that run in parallel with the login, from the moment the user is asked to sign in. */
  #beside: Promise<void> = Promise.resolve();

  constructor(run: ProviderRun, inbox: Inbox, client_secret: string | undefined, options: LoginOptions) {
    this.#run = run;
    this.#inbox = inbox;
    this.#client_secret = client_secret;
    this.#options = options;
    const spacing = options.probeSpacingMs ?? PROBE_SPACING_MS;
    this.#probes = new Probes(run, spacing, this.#answered.signal);
  }

  async run(): Promise<RunOutcome> {
    const { target } = this.#run;
    try {
      await this.#run.connect();
      await this.#run.lookNearby();
      const endpoint = this.#run.endpoint('authorization_endpoint');
      const token = this.#run.endpoint('token_endpoint');
      // Nobody should sign in for a login that has to stop at the next step.
      if (token !== undefined && !this.#run.maySendTo(token)) await this.#run.fetchKeys();
      else if (endpoint !== undefined && /^https?:$/.test(new URL(endpoint).protocol))
        await this.#login(endpoint);
      else if (this.#run.document) await this.#run.fetchKeys();
      await this.#beside;
      const logout = this.#run.endpoint('end_session_endpoint');
      this.#run.evidence = {
        ...this.#run.evidence,
        logout: logout === undefined ? {} : { endpoint: logout },
      };
    } finally {
      await this.#inbox.close();
      await this.#run.close();
    }
    const evidence = this.#run.collect('login');
    const outcome: RunOutcome = {
      target,
      evidence,
      checks: judgeLoginRun(evidence, target),
      timings: {
        total_ms: Math.round(performance.now() - this.#run.startedMono),
        waiting_ms: Math.round(this.#waited),
        requests: evidence.exchanges.length,
      },
    };
    return withoutSecrets(outcome, this.#run.redactor);
  }

  async #login(endpoint: string): Promise<void> {
    const { target, redactor } = this.#run;
    const values: LoginValues = {
      state: randomValue(),
      nonce: randomValue(),
      verifier: target.pkce.app_uses || target.client.auth_method === 'none' ? randomValue() : undefined,
      redirect_uri: this.#inbox.redirect_uri,
      client_secret: this.#client_secret,
    };
    for (const value of [values.state, values.nonce, values.verifier]) redactor.add(value);
    const params = {
      client_id: target.client.client_id,
      response_type: 'code',
      redirect_uri: values.redirect_uri,
      scope: target.client.scopes.join(' '),
      state: values.state,
      nonce: values.nonce,
      ...(values.verifier === undefined
        ? {}
        : { code_challenge: calculateChallenge(values.verifier), code_challenge_method: 'S256' }),
      // Core §11: without `prompt=consent`, the provider must ignore offline_access.
      ...(target.client.uses_refresh ? { prompt: 'consent' } : {}),
    };
    this.#run.evidence = {
      ...this.#run.evidence,
      request: {
        endpoint: redactor.url(endpoint),
        redirect_uri: values.redirect_uri,
        response_type: 'code',
        scopes: target.client.scopes,
        pkce: values.verifier === undefined ? 'none' : 'S256',
        ...('prompt' in params ? { prompt: params.prompt } : {}),
        state_bits: 256,
        nonce_bits: 256,
        parameters: Object.keys(params),
      },
    };

    const callback = await this.#waitForPerson(authorizationUrl(endpoint, params), values.state);
    const code = callback.params?.get('code');
    redactor.add(code ?? undefined);
    // Described again, because what the provider sent may hold the secrets of this run.
    const told = callback.params
      ? describeCallback(callback.params, (text, limit) => redactor.printable(text, limit))
      : {};
    this.#run.evidence = { ...this.#run.evidence, callback: { ...callback.evidence, ...told } };
    if (callback.params && code && callback.evidence.error === undefined) {
      await exchangeCode(this.#run, values, code, callback.params);
    } else await this.#run.fetchKeys();
  }

  async #waitForPerson(url: string, state: string): Promise<Callback> {
    if (this.#asksWithAppAddress) await this.#probes.appFirst();
    const started = performance.now();
    const waiting = this.#inbox.wait(state);
    this.#beside = this.#probeBeside(this.#answered.signal);
    // Awaited at the end. Until then, this avoids an unhandled rejection.
    this.#beside.catch(() => {});
    let opened = false;
    if (this.#options.openBrowser !== false) {
      const open = this.#options.openBrowser ?? openSystemBrowser;
      const result = await Promise.resolve()
        .then(() => open(url))
        .catch(() => false);
      opened = result !== false && (result as Result<unknown> | undefined)?.ok !== false;
    }
    this.#run.tell('browser', 'running', 'Waiting for you to sign in');
    this.#options.onReady?.({
      url,
      redirect_uri: this.#inbox.redirect_uri,
      mode: this.#run.target.redirect!.mode,
      timeout_s: this.#options.timeoutSeconds ?? DEFAULT_TIMEOUT_S,
      opened,
    });
    const callback = await waiting;
    this.#waited = performance.now() - started;
    this.#answered.abort();
    const refused = this.#refused && callback.evidence.outcome === 'cancelled';
    const outcome: CallbackEvidence['outcome'] = refused ? 'refused' : callback.evidence.outcome;
    this.#run.tell('browser', outcome === 'received' ? 'done' : 'failed', ANSWERED[outcome]);
    return { ...callback, evidence: { ...callback.evidence, outcome } };
  }

  /**
   * True if the app's own request may be sent for this client. Then it is the first of all, before the login:
   * a provider with an empty list of addresses may save the first one that it is shown.
   */
  get #asksWithAppAddress(): boolean {
    const asked =
      this.#options.probeAppCallback !== false || !this.#run.target.provider.bogus_redirect_is_safe;
    return asked && this.#run.target.redirect?.mode !== 'test-client';
  }

  /**
   * Runs while the user signs in. Checks whether the test's own redirect URI is registered (if not, waiting
   * is useless) and whether the app's is.
   */
  async #probeBeside(answered: AbortSignal): Promise<void> {
    const { target } = this.#run;
    const probes = this.#probes;
    if (target.redirect?.mode !== 'paste-back') {
      const test = await probes.authorize('test-redirect', { redirect_uri: this.#inbox.redirect_uri });
      const certain = test?.class === 'error-page' || test?.class === 'inside-error';
      if (certain && !answered.aborted && (test?.blames === 'redirect-uri' || test?.blames === 'client')) {
        this.#refused = true;
        await this.#inbox.close();
      }
    }
    if (this.#options.probeAppCallback === false || target.redirect?.mode === 'test-client') return;
    await probes.client();
    const secret = this.#client_secret;
    if (secret !== undefined && target.client.auth_method !== 'none')
      await probes.wrongSecret(target.client.client_id);
  }
}
