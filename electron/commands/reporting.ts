import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import type { RunOutcome } from '../services/login/outcome.ts';
import { EXIT } from './common.ts';

/** The exit status of reports: failed if one failed, else inconclusive if nothing was decided, else well. */
export function exitOf(reports: readonly { readonly result: CheckStatus }[]): number {
  if (reports.some((report) => report.result === 'fail')) return EXIT.failed;
  if (reports.some((report) => report.result === 'inconclusive')) return EXIT.inconclusive;
  return EXIT.well;
}

/** Output options for this terminal: colour only on a real terminal and if not turned off (no-color.org). */
export function terminal(): { readonly colour: boolean; readonly width: number } {
  const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return { colour, width: Math.min(process.stdout.columns ?? 100, 110) };
}

/** Says that nothing secret was sent to a host that only the discovery document names, and how to allow it. */
export function writeWithheld(app: string, { evidence }: RunOutcome): void {
  const host = evidence.untrusted_host;
  if (host === undefined) return;
  process.stderr.write(
    `${app}: The discovery document names ${host} for secrets, another host than the provider’s, and the workspace does not name it. So nothing secret was sent there. If it belongs to your provider, run this again with --trust-host ${host}, or write the endpoint into the workspace (metadata.token_endpoint of a provider of kind oidc).\n`,
  );
}
