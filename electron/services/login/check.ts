import type { Connection } from '../../../shared/client/types.ts';
import { judgeCheckRun } from '../../../shared/diagnosis/judges/index.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
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
          })
        : undefined;
    if (run.evidence.discovery && !run.evidence.discovery.answer.failure) {
      await plainHttp(run, options.plainHttpPort);
    }
    await run.lookNearby();
    if (run.document) {
      run.tell('keys', 'running', 'Fetching the signing keys');
      await run.fetchKeys();
      run.tell('keys', 'done', `${run.keys.length} keys`);
      run.tell('probe', 'running', 'Asking about the client');
      const probes = new Probes(run, options.probeSpacingMs ?? PROBE_SPACING_MS);
      await probes.client();
      await probes.credentials({ client_id: target.client.client_id, client_secret: secrets.client_secret });
      await probes.rules();
      await probes.further();
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

/** P3: runs only if https uses its usual port or the http port is given. */
async function plainHttp(run: ProviderRun, port: number | undefined): Promise<void> {
  const url = new URL(run.target.discovery_url.trim());
  if (url.protocol !== 'https:' || (port === undefined && url.port !== '')) return;
  url.protocol = 'http:';
  url.port = port === undefined ? '' : String(port);
  const received = await run.recorder.request({ purpose: 'plain-http', url: url.href });
  run.evidence = { ...run.evidence, plain_http: received.answer };
}
