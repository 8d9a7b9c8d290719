interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

export default class CountReporter {
  onRunComplete(contexts: unknown, results: Counts): void;
}

export function countLine(results: Counts): string;
