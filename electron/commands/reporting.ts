import type { CheckStatus } from '../../shared/diagnosis/types.ts';
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
