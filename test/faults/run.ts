import { runCheck } from '../../electron/services/login/check.ts';
import { type LoginSession, startLogin } from '../../electron/services/login/login.ts';
import type { RunOutcome } from '../../electron/services/login/outcome.ts';
import { browse } from '../../electron/services/practice/browser.ts';
import { doubt } from '../../shared/diagnosis/diagnose.ts';
import { explainErrorPage, withErrorPage } from '../../shared/diagnosis/error-page.ts';
import type { Explanation } from '../../shared/diagnosis/explain.ts';
import {
  makeReport,
  reportToJson,
  reportToText,
  resultOf,
  supportBundle,
} from '../../shared/diagnosis/report.ts';
import type { Check, CheckStatus, Diagnosis, Report } from '../../shared/diagnosis/types.ts';
import type { Result } from '../../shared/result.ts';
import type { Planted, Stage } from './stage.ts';

/** What a person sees of one command. */
export interface Told {
  readonly outcome: RunOutcome;
  readonly report: Report;
}

/** One check and one login of a set-up, as the product runs them. */
export interface Run {
  readonly check: Told;
  readonly login: Told;
  /** The named causes, in the order in which a person sees them. */
  readonly diagnoses: readonly Diagnosis[];
  readonly result: CheckStatus;
  readonly warnings: number;
  /** Planted secrets found in what is shown, written or exported, and personal data in the bundle. */
  readonly leaks: readonly string[];
  /** The highest number of requests that one command sent. */
  readonly requests: number;
}

/** Pauses between probes matter to a provider, not to the results; the measured run keeps them. */
const PROBE_SPACING_MS = 1;

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

/** Runs `check`, then `login` with a browser that signs in by itself. */
export async function runBoth(stage: Stage): Promise<Run> {
  const { connection, client_secret, set } = stage;
  const common = {
    probeSpacingMs: PROBE_SPACING_MS,
    env: {},
    ...(set.request_timeout_ms === undefined ? {} : { requestTimeoutMs: set.request_timeout_ms }),
  };
  const early = new Map<string, Check>();
  const checked = unwrap(
    await runCheck(
      connection,
      { client_secret },
      {
        ...common,
        askApp: set.app_runs === true,
        onChecks: (checks) => {
          for (const check of checks) early.set(check.id, check);
        },
      },
    ),
  );
  // What is shown while the rest is still asked may not turn out otherwise.
  for (const { id, status, summary } of checked.checks) {
    const told = early.get(id);
    if (told && id !== 'S7' && (told.status !== status || told.summary !== summary))
      throw new Error(`${id} was told as ${told.status} (${told.summary}), and is ${status} (${summary}).`);
  }
  const pages: string[] = [];
  let page: readonly Explanation[] = [];
  const session: LoginSession = unwrap(
    await startLogin(
      connection,
      { client_secret },
      {
        ...common,
        timeoutSeconds: set.patience_s,
        openBrowser: async (url) => {
          const visits = await browse(url, stage.ca === undefined ? {} : { ca: stage.ca }).catch(() => []);
          // Only our own pages are searched, not the provider's.
          pages.push(
            ...visits.filter((one) => one.url.startsWith(stage.place.callback)).map((one) => one.body),
          );
          const last = visits.at(-1);
          if (set.pastes_page && last) page = explainErrorPage(last.body, connection);
          if (page.length > 0) session.cancel();
          return true;
        },
      },
    ),
  );
  const logged = await session.outcome;
  const check = { outcome: checked, report: makeReport(checked.checks, connection) };
  const ended = makeReport(logged.checks, connection);
  const login = { outcome: logged, report: page.length > 0 ? withErrorPage(ended, page) : ended };
  const all: readonly Check[] = [...checked.checks, ...logged.checks];
  return {
    check,
    login,
    diagnoses: inOrder(check.report, login.report),
    result: resultOf(all),
    warnings: new Set(warningsOf(all)).size,
    leaks: leaks([check, login], pages, stage.planted),
    requests: Math.max(checked.timings.requests, logged.timings.requests),
  };
}

const warningsOf = (checks: readonly Check[]): string[] =>
  checks
    .filter((check) => check.status === 'warn')
    .flatMap((check) => check.findings.filter((one) => one.severity === 'warn').map((one) => one.code));

/** A cause that explains a failed check of its report, not only warnings. */
const isFailure = (diagnosis: Diagnosis, report: Report): boolean =>
  report.checks.some((check) => check.status === 'fail' && diagnosis.explains.includes(check.id));

/**
 * First the failures of the check, then those of the login, then causes that only warn, by their doubt as in one report;
 * each cause once.
 */
function inOrder(check: Report, login: Report): readonly Diagnosis[] {
  const failures = (report: Report) => report.diagnoses.filter((one) => isFailure(one, report));
  const warnings = (report: Report) => report.diagnoses.filter((one) => !isFailure(one, report));
  const warned = [...warnings(check), ...warnings(login)];
  warned.sort((a, b) => doubt(a.confidence) - doubt(b.confidence));
  const all = [...failures(check), ...failures(login), ...warned];
  return all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index);
}

/** The spellings in which a secret could appear. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
];

export function leaks(told: readonly Told[], pages: readonly string[], planted: Planted): readonly string[] {
  const found: string[] = [];
  const look = (where: string, text: string, values: Iterable<string>) => {
    for (const value of values)
      if (spellings(value).some((form) => text.includes(form)))
        found.push(`${where}: ${value.slice(0, 12)}…`);
  };
  for (const { outcome, report } of told) {
    const run = outcome.evidence.run;
    look(`evidence of ${run}`, JSON.stringify(outcome.evidence), planted.secrets);
    look(`target of ${run}`, JSON.stringify(outcome.target), planted.secrets);
    look(`report of ${run}`, JSON.stringify(report), planted.secrets);
    look(`JSON of ${run}`, JSON.stringify(reportToJson(report)), planted.secrets);
    look(`text of ${run}`, reportToText(report), planted.secrets);
    const bundle = supportBundle(report, outcome.evidence, { latchkey: '0' });
    look(`bundle of ${run}`, bundle, planted.secrets);
    look(`bundle of ${run} (personal)`, bundle, planted.personal);
  }
  for (const body of pages) look('page', body, planted.secrets);
  return found;
}
