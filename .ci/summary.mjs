/** Adds up the counts of the test runners, and the failed checks that have no count of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedChecks] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const playwright = file.endsWith('.playwright.json');
  const counts = playwright
    ? [report.stats.expected + report.stats.flaky, report.stats.unexpected, report.stats.skipped]
    : [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests];
  console.log(`${file.split('.')[0]}: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped`);
  if (playwright && report.stats.flaky > 0)
    console.log(
      `FLAKY: ${report.stats.flaky} of ${file.split('.')[0]} passed at the second try only; each is listed above.`,
    );
  sum.passed += counts[0];
  sum.failed += counts[1];
  sum.skipped += counts[2];
}
// A check that fails without a failing test (lint, a crash) still counts as one failure.
if (sum.failed === 0) sum.failed = Number(failedChecks);
if (sum.skipped > 0) console.log(`${sum.skipped} skipped: each says above what it lacked.`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
