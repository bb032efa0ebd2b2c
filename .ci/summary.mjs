/** Adds up the counts of the test runners, and the failed checks that have no count of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names of the failed tests, each with its first line of why: the whole output may be far above. */
function failures(report) {
  const line = (text) =>
    (text ?? '')
      .replace(/\x1b\[[0-9;]*m/g, '')
      .trim()
      .split('\n')[0];
  if (report.testResults)
    return report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${line(failureMessages[0])}`);
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return report.suites
    .flatMap(specs)
    .filter(({ ok }) => !ok)
    .map(({ title, file, line: at, tests }) => {
      const [error] = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));
      return `${file}:${at} ${title}: ${line(error?.message)}`;
    });
}

const [folder, failedChecks] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const playwright = file.endsWith('.playwright.json');
  const counts = playwright
    ? [report.stats.expected, report.stats.unexpected, report.stats.skipped]
    : [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests];
  console.log(`${file.split('.')[0]}: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
  for (const name of failures(report)) console.log(`  FAILED ${name}`);
  sum.passed += counts[0];
  sum.failed += counts[1];
  sum.skipped += counts[2];
}
// A check that fails without a failing test (lint, a crash) still counts as one failure.
if (sum.failed === 0) sum.failed = Number(failedChecks);
if (sum.skipped > 0) console.log(`${sum.skipped} skipped: each says above what it lacked.`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
