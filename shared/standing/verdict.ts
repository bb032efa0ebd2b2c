import { LIGHT_TITLES } from '../diagnosis/lights.ts';
import type { Report } from '../diagnosis/types.ts';
import { standingOf } from './standing.ts';

/**
 * What one result says of an app, as a sentence for a terminal. It follows from how the app stands by that result
 * alone, so it says no more than the screens do.
 */
export function verdict(kind: 'check' | 'login', report: Report): string {
  // What was applied, and the secrets, are not known to a single run; they don't count here.
  const { word, lights } = standingOf({
    results: [{ kind, at: '', report, outdated: false }],
    applied: { done: 0, changed: 0, total: 0 },
    secret: 'not-needed',
  });
  const titles = (...statuses: readonly string[]) =>
    lights
      .filter(({ status }) => statuses.includes(status))
      .map(({ light }) => LIGHT_TITLES[light].toLowerCase())
      .join(', ');
  const passed = titles('pass');
  const open = titles('inconclusive', 'waiting');
  const rest = open === '' ? '' : ` Not tested: ${open}.`;
  switch (word) {
    case 'fail':
      return `Something has to change before this login can work.${rest}`;
    case 'warn':
      return `What was tested passed, with something to mend.${rest}`;
    case 'login':
      return `The test login passed, and the provider accepts the app’s own redirect address.${rest}`;
    case 'way-back':
      return `The test login passed at its own address. Whether the provider accepts the app’s was not seen.${rest}`;
    case 'check':
      return `What can be seen without a login passed: ${passed}.${rest}`;
    default:
      if (passed === '') return 'Nothing could be told from here, good or bad.';
      return report.result === 'inconclusive'
        ? `Too little was seen to say whether it works. What was tested passed: ${passed}.${rest}`
        : `What was tested passed: ${passed}.${rest}`;
  }
}
