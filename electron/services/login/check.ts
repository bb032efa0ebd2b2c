import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { type CheckId, HEADLESS_CHECKS } from '../../../shared/diagnosis/checks.ts';
import type { Evidence } from '../../../shared/diagnosis/evidence.ts';
import { judgeCheckRun } from '../../../shared/diagnosis/judges/index.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { innermost } from '../network/addresses.ts';
import { askApp } from '../network/app-login.ts';
import type { Environment } from '../network/proxy.ts';
import { Redactor } from '../network/redactor.ts';
import { loadTrust } from '../network/trust.ts';
import { type Progress, type RunOutcome, withoutSecrets } from './outcome.ts';
import { PROBE_SPACING_MS, Probes } from './probe-run.ts';
import { ProviderRun } from './provider-run.ts';

export interface RunSecrets {
  /** Absent for a public client, or if no secret is stored. */
  readonly client_secret?: string | undefined;
}

export interface CheckOptions {
  /** PEM file; overrides the provider's `ca_file`. */
  readonly caFile?: string | undefined;
  /** Hosts that a person has confirmed for secrets, beside those of the workspace. */
  readonly trustHosts?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told the checks whose result no later answer changes, as soon as that is so. The outcome has all of them again. */
  readonly onChecks?: ((checks: readonly Check[]) => void) | undefined;
  /** Environment with the proxy variables. Default `process.env`. */
  readonly env?: Environment | undefined;
  /** Maximum time for one whole answer, in milliseconds. Default 10 000. */
  readonly requestTimeoutMs?: number | undefined;
  /** Minimum time between two probes, in milliseconds. Default 200. */
  readonly probeSpacingMs?: number | undefined;
  /** Also asks the app itself what it sends, where its profile knows how. Default false. */
  readonly askApp?: boolean | undefined;
  /** The port to test for plain http. Default: 80 if https uses 443, otherwise plain http is not tested. */
  readonly plainHttpPort?: number | undefined;
}

/** The parts of a run, with the checks that are known at the end of each. What is in none is known at the end of all. */
const KNOWN_AFTER = {
  connection: ['S1', 'P2', 'P1', 'P3', 'P4', 'P12'],
  keys: ['P5', 'S7'],
  client: ['P6', 'P7'],
  credentials: ['P8', 'P9'],
  rules: ['P10', 'P11'],
  further: ['P13'],
  app: ['P14'],
} as const satisfies Record<string, readonly CheckId[]>;

/** The checks that there is something to look at for, in their order: what a run that reaches the provider can end with. */
export function checksFor(
  connection: Connection,
  options: Pick<CheckOptions, 'askApp'> = {},
): readonly CheckId[] {
  const target = makeTarget(connection, { has_client_secret: true });
  const none: readonly CheckId[] = [
    ...(plainHttpUrl(target.discovery_url, undefined) === undefined ? (['P3'] as const) : []),
    ...(target.further_clients.length === 0 ? (['P13'] as const) : []),
    ...(options.askApp === true && (target.app.login_start ?? target.app.login_list) !== undefined
      ? []
      : (['P14'] as const)),
  ];
  return HEADLESS_CHECKS.filter((id) => !none.includes(id));
}

/**
 * Runs the checks that need no login (P1 to P14). Sends at most 25 requests to the provider, all visible in its
 * log, and at most two to the app. Errors: `ca-file-unreadable`, `ca-file-broken`, `ca-file-empty`. All later problems are
 * reported in the checks.
 */
export async function runCheck(
  connection: Connection,
  secrets: RunSecrets,
  options: CheckOptions = {},
): Promise<Result<RunOutcome>> {
  const trust = await loadTrust(options.caFile ?? connection.provider.entry.ca_file);
  if (!trust.ok) return trust;
  const target = makeTarget(connection, { has_client_secret: secrets.client_secret !== undefined });
  const redactor = new Redactor();
  redactor.add(secrets.client_secret);
  const run = new ProviderRun({
    target,
    redactor,
    trust: trust.value,
    signal: options.signal,
    onProgress: options.onProgress,
    env: options.env,
    trustHosts: options.trustHosts,
    requestTimeoutMs: options.requestTimeoutMs,
  });
  // A slow provider's first answers are shown while the others are still to come.
  const tell = (part: keyof typeof KNOWN_AFTER, more: Partial<Evidence> = {}) => {
    if (options.onChecks === undefined) return;
    const known: readonly string[] = KNOWN_AFTER[part];
    const evidence = { ...run.collect('check'), ...more };
    const checks = judgeCheckRun(evidence, target).filter(({ id }) => known.includes(id));
    options.onChecks(withoutSecrets({ target, evidence, checks, timings: NO_TIMINGS }, redactor).checks);
  };
  try {
    await run.connect();
    const { login_start, login_list } = target.app;
    // Beside the provider's part, so that a slow app costs no time of its own.
    const asked =
      options.askApp === true
        ? askApp({
            start: login_start,
            list: login_list,
            redactor,
            client_secret: secrets.client_secret,
            providerScope: innermost((run.evidence.network?.addresses ?? []).map(({ scope }) => scope)),
            secureContext: async () => trust.value.context(),
            env: options.env,
            signal: options.signal,
            timeoutMs: options.requestTimeoutMs,
          }).then((app_login) => {
            if (app_login !== undefined) tell('app', { app_login });
            return app_login;
          })
        : undefined;
    if (run.evidence.discovery && !run.evidence.discovery.answer.failure) {
      await plainHttp(run, options.plainHttpPort);
    }
    await run.lookNearby();
    tell('connection');
    if (run.document) {
      run.tell('keys', 'running', 'Fetching the signing keys');
      await run.fetchKeys();
      run.tell('keys', 'done', `${run.keys.length} keys`);
      tell('keys');
      run.tell('probe', 'running', 'Asking about the client');
      const probes = new Probes(run, options.probeSpacingMs ?? PROBE_SPACING_MS);
      await probes.client();
      tell('client');
      await probes.credentials({ client_id: target.client.client_id, client_secret: secrets.client_secret });
      tell('credentials');
      await probes.rules();
      tell('rules');
      await probes.further();
      tell('further');
      run.tell('probe', 'done', 'Asked about the client');
    }
    const app_login = await asked;
    const collected = run.collect('check');
    const evidence = app_login === undefined ? collected : { ...collected, app_login };
    const outcome: RunOutcome = {
      target,
      evidence,
      checks: judgeCheckRun(evidence, target),
      timings: {
        total_ms: Math.round(performance.now() - run.startedMono),
        waiting_ms: 0,
        requests: evidence.exchanges.length + (app_login?.exchanges.length ?? 0),
      },
    };
    return ok(withoutSecrets(outcome, redactor));
  } finally {
    await run.close();
  }
}

const NO_TIMINGS: RunOutcome['timings'] = { total_ms: 0, waiting_ms: 0, requests: 0 };

/** P3: runs only if https uses its usual port or the http port is given. */
async function plainHttp(run: ProviderRun, port: number | undefined): Promise<void> {
  const url = plainHttpUrl(run.target.discovery_url, port);
  if (url === undefined) return;
  const received = await run.recorder.request({ purpose: 'plain-http', url });
  run.evidence = { ...run.evidence, plain_http: received.answer };
}

function plainHttpUrl(discovery: string, port: number | undefined): string | undefined {
  if (!canParseUrl(discovery.trim())) return undefined;
  const url = new URL(discovery.trim());
  if (url.protocol !== 'https:' || (port === undefined && url.port !== '')) return undefined;
  url.protocol = 'http:';
  url.port = port === undefined ? '' : String(port);
  return url.href;
}
