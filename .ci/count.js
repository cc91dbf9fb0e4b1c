/**
 * The last line of .ci/run: "N passed, N failed, N skipped" over the JSON reports of several runs of vitest. A report that is
 * missing is a run that never came to its end: it counts as one failure, and so does a file that could not be loaded.
 */
import { readFileSync } from 'node:fs';

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const path of process.argv.slice(2)) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests;
    sum.skipped += report.numPendingTests + report.numTodoTests;
    sum.failed += report.testResults.filter(
      file => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
  } catch (error) {
    console.log(`no report: ${error.message}`);
    sum.failed += 1;
  }
}
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
