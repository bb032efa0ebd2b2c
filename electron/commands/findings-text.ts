import { printable } from '../../shared/diagnosis/printable.ts';
import type { Finding, Severity } from '../../shared/existing/doctor/rule.ts';

const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings for the terminal: each with its place, and at the end how many of each kind there are. */
export function findingsAsText(findings: readonly Finding[]): string {
  const told = findings.map(
    ({ file, line, severity, message, fix, rule, changes }) =>
      `${printable(file, 2_000)}:${line}: ${WORDS[severity]}: ${printable(message, 2_000)}  (${rule})\n  ${printable(fix, 2_000)}${changes === undefined ? '' : ' (--fix does it)'}\n`,
  );
  const count = (severity: Severity): string[] => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${WORDS[severity]}${number === 1 ? '' : 's'}`];
  };
  const sum = [...count('error'), ...count('warning'), ...count('info')];
  return sum.length === 0
    ? 'Nothing found in it.\n'
    : `${told.join('\n')}\n${sum.join(', ')}.\n${assumedIn(findings)}`;
}

/** The versions that were taken because nothing says which they are. */
function assumedIn(findings: readonly Finding[]): string {
  const assumed = new Map(
    findings.flatMap(({ assumes }) => (assumes ? [[assumes.product, assumes.version]] : [])),
  );
  return [...assumed]
    .map(
      ([product, version]) =>
        `Nothing says which version of ${product} this is: ${version} was taken. --provider-version or --app-version of latchkey doctor tell another.\n`,
    )
    .join('');
}
