import type { Connection } from '../client/types.ts';
import type { Check, Report } from './types.ts';

/** True if the app's container was seen to accept the provider's certificate. */
const seen = (checks: readonly Check[]): boolean =>
  checks.some(
    ({ light, status, evidence }) =>
      light === 'app-network' && status !== 'fail' && evidence['certificate_checked'] === true,
  );

/** True if the workspace says that the app trusts the provider's own authority. */
const said = ({ app: { entry } }: Connection): boolean =>
  entry.trusts_ca === true || entry.settings?.tls_ca_certfile !== undefined;

/**
 * The checks without the warning that only this machine knows the authority, once it is settled: seen from the
 * app's container, or said by a person. Everything else stays as it is.
 */
export function settleAuthority(checks: readonly Check[], connection?: Connection): readonly Check[] {
  if (!seen(checks) && !(connection && said(connection))) return checks;
  return checks.map((check) => {
    const findings = check.findings.filter(({ code }) => code !== 'tls-private-ca');
    if (findings.length === check.findings.length) return check;
    const warned = findings.some(({ severity }) => severity !== 'info');
    return { ...check, findings, ...(check.status === 'warn' && !warned ? { status: 'pass' as const } : {}) };
  });
}

/** A report, after the app's container was seen: without the warning of an own authority if that settles it. */
export function settleReport(report: Report, network: Check): Report {
  const checks = settleAuthority([...report.checks, network]).slice(0, report.checks.length);
  if (checks.every((check, index) => check === report.checks[index])) return report;
  const quiet = (id: string) =>
    checks.some((check) => check.id === id && check.findings.every(({ severity }) => severity === 'info'));
  const warned = checks.some(({ status }) => status === 'warn');
  return {
    result: report.result === 'warn' && !warned ? 'pass' : report.result,
    checks,
    diagnoses: report.diagnoses.filter(
      ({ id, explains }) => id !== 'untrusted-certificate' || !explains.every(quiet),
    ),
  };
}
