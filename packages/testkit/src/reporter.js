/** Ends the output with one line that counts the tests. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    // Jest always puts its own summary after the reporters: only at the exit is nothing printed after us.
    process.once('exit', () => process.stdout.write(countLine(results)));
  }
}

/** `N passed, N failed`, and `, N skipped` when there are any. */
export function countLine(results) {
  // A file that cannot even be loaded has no tests that could fail, and must not look like success.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
  return `${results.numPassedTests} passed, ${failed} failed${tail}\n`;
}
