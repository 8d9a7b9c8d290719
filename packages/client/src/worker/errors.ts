const ERROR_CODE = /^[A-Z0-9_]{1,100}$/;

/** Thrown by a handler: the job ends with a business error, which opens an incident. It is not tried again. */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly variables: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    { message = '', variables = {} }: { message?: string; variables?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.variables = variables;
    if (!ERROR_CODE.test(code)) {
      throw new RangeError(`A JobError's code is 1 to 100 capital letters, digits or underscores, not "${code}".`);
    }
  }
}

/** Thrown by a handler: the attempt has failed, and the next one is to come so much later. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly afterMs: number;

  constructor({ afterMs, message = 'To be tried again later' }: { afterMs: number; message?: string }) {
    super(message);
    if (!Number.isFinite(afterMs) || afterMs < 0) throw new RangeError(`afterMs must be 0 or more, not ${afterMs}.`);
    this.afterMs = Math.round(afterMs);
  }
}

/** The reason in a job's signal when the job is no longer this worker's: what the handler returns is dropped. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(
    /** The server's word, e.g. `superseded` or `already_cancelled`. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`The job is no longer this worker's: ${reason}`, { cause });
  }
}

/** The reason in a job's signal when the worker stops and cannot wait any longer: the job was given back. */
export class WorkerStopped extends Error {
  override readonly name = 'WorkerStopped';

  constructor() {
    super('The worker was stopped before the job was done');
  }
}
