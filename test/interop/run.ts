import { type CheckOptions, runCheck } from '../../electron/services/login/check.ts';
import { type LoginOptions, runLogin } from '../../electron/services/login/login.ts';
import type { RunOutcome } from '../../electron/services/login/outcome.ts';
import type { Connection } from '../../shared/client/types.ts';
import { makeReport } from '../../shared/diagnosis/report.ts';
import type { CheckStatus, Report } from '../../shared/diagnosis/types.ts';
import type { Result } from '../../shared/result.ts';

/** The set-up for one run of Latchkey. */
export interface Setup {
  readonly connection: Connection;
  /** The app's secret; undefined: none. */
  readonly secret: string | undefined;
  /** PEM file of the provider's CA. */
  readonly caFile?: string;
  /** Signs in, as a person would in the browser that opens. */
  readonly person: (url: string) => Promise<unknown>;
}

export interface Judged extends Report {
  readonly outcome: RunOutcome;
}

const NO_PROXY = {};

/** `latchkey check` against a real provider. */
export async function check(setup: Setup, options: CheckOptions = {}): Promise<Judged> {
  const { connection, secret, caFile } = setup;
  return judged(
    connection,
    await runCheck(
      connection,
      { client_secret: secret },
      { env: NO_PROXY, probeSpacingMs: 20, ...(caFile ? { caFile } : {}), ...options },
    ),
  );
}

/** `latchkey login` against a real provider. An error in the browser itself fails the test. */
export async function login(setup: Setup, options: LoginOptions = {}): Promise<Judged> {
  const { connection, secret, caFile, person } = setup;
  let trouble: unknown;
  const result = await runLogin(
    connection,
    { client_secret: secret },
    {
      env: NO_PROXY,
      port: 0,
      timeoutSeconds: 20,
      probeSpacingMs: 20,
      ...(caFile ? { caFile } : {}),
      openBrowser: async (url) => {
        void person(url).catch((error: unknown) => {
          trouble = error;
        });
      },
      ...options,
    },
  );
  // The socket closes as soon as the answer has arrived or the address was refused.
  if (trouble !== undefined && !/ECONNRE|socket hang up/.test(String(trouble))) throw trouble;
  return judged(connection, result);
}

function judged(connection: Connection, result: Result<RunOutcome>): Judged {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return { ...makeReport(result.value.checks, connection), outcome: result.value };
}

/** `S10 fail token-client-refused`: every finding that affects a check's status, for a clear message. */
export const findings = (report: Report): readonly string[] =>
  report.checks.flatMap((one) =>
    one.findings
      .filter((found) => found.severity !== 'info')
      .map((found) => `${one.id} ${found.severity} ${found.code}`),
  );

/** Ids of the causes, the most likely first. */
export const causes = (report: Report): readonly string[] => report.diagnoses.map((one) => one.id);

/** Ids of the checks with this status. */
export const statuses = (report: Report, status: CheckStatus): readonly string[] =>
  report.checks.filter((one) => one.status === status).map((one) => one.id);

/** What a test prints when the first cause is not the expected one. */
export const told = (report: Judged): string =>
  [
    causes(report).join(', '),
    findings(report).join(', '),
    ...report.outcome.evidence.authorize.map(
      ({ probe, answer, ...more }) =>
        `${probe}: ${answer.status} ${more.class} ${more.error ?? ''} ${more.error_description ?? ''} ${more.blames ?? ''}`,
    ),
    ...report.outcome.evidence.token_attempts.map(
      ({ style, answer, authentication }) =>
        `${style}: ${authentication} ${answer.status} ${answer.error ?? ''} ${answer.error_description ?? ''}`,
    ),
    JSON.stringify(report.outcome.evidence.callback ?? null),
  ].join('\n');
