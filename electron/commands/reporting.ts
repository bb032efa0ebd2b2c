import type { CheckStatus } from '../../shared/diagnosis/types.ts';
import { EXIT } from './common.ts';

/** The exit status of one or more reports: a failure, else inconclusive when nothing was decided, else well. */
export function exitOf(reports: readonly { readonly result: CheckStatus }[]): number {
  if (reports.some((report) => report.result === 'fail')) return EXIT.failed;
  if (reports.some((report) => report.result === 'inconclusive')) return EXIT.inconclusive;
  return EXIT.well;
}

/** How to write to this terminal: colour only where someone sees it and did not decline (no-color.org). */
export function terminal(): { readonly colour: boolean; readonly width: number } {
  const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return { colour, width: Math.min(process.stdout.columns ?? 100, 110) };
}
