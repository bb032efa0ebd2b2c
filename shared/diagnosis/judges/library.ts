import type { Evidence } from '../evidence.ts';
import type { Check } from '../types.ts';
import { finding } from './verdict.ts';

/** The checks that openid-client also makes. */
const ITS_OWN = new Set(['S4', 'S9', 'S10', 'S11', 'S12', 'S13', 'S15']);

/**
 * Compares openid-client's verdict on the same answers with ours. For a few checks we expect it to miss what
 * we see, so that is only noted. If it refuses what we accept, our own checks have a gap, so that is a
 * warning.
 */
export function withLibrary(checks: readonly Check[], evidence: Evidence): readonly Check[] {
  const library = evidence.library;
  if (!library || library.verdict === 'not-asked') return checks;
  const failed = checks.filter((check) => ITS_OWN.has(check.id) && check.status === 'fail');
  const odd = checks.some(
    (check) => ITS_OWN.has(check.id) && check.findings.some((one) => one.severity === 'warn'),
  );
  const agrees = library.verdict === 'refused' ? failed.length > 0 : failed.length === 0;
  if (agrees) return checks;
  const told = finding(library.verdict === 'refused' && !odd ? 'warn' : 'info', 'library-disagrees', {
    library: 'openid-client',
    verdict: library.verdict,
    code: library.code,
    step: library.step,
    message: library.message,
    checks: failed.map((check) => check.id),
  });
  return checks.map((check) =>
    check.id === 'S12'
      ? {
          ...check,
          findings: [...check.findings, told],
          status: told.severity === 'warn' && check.status === 'pass' ? 'warn' : check.status,
        }
      : check,
  );
}
