/** What has been started and must be stopped, last first. */
export class Cleanup {
  readonly #steps: ((patienceMs: number) => Promise<void>)[] = [];

  /** `step` gets the time it may take, in ms; 0 means at once. */
  add(step: (patienceMs: number) => Promise<void>): void {
    this.#steps.push(step);
  }

  /** Stops everything within about `totalMs`; a failing step does not keep the others. Gives what went wrong. */
  async run(totalMs: number): Promise<unknown[]> {
    const end = performance.now() + totalMs;
    const faults: unknown[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step(Math.max(0, end - performance.now())).catch((error: unknown) => faults.push(error));
    }
    return faults;
  }
}
