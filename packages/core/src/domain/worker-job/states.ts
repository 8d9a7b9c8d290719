/**
 * Every move of a worker job. The type, the diagram in docs/states.md and the exhaustive test come from this table.
 * `from: null` means the job is born in that state. A job that waits for its time or its turn is CREATED, or
 * FAILED_RETRYABLE once an attempt of it has failed.
 */
export const WORKER_JOB_MOVES = {
  create: { from: [null], to: 'CREATED' },
  activate: { from: ['CREATED', 'FAILED_RETRYABLE'], to: 'ACTIVE' },
  complete: { from: ['ACTIVE', 'CREATED', 'FAILED_RETRYABLE'], to: 'COMPLETED' },
  failAndRetry: { from: ['ACTIVE', 'CREATED', 'FAILED_RETRYABLE'], to: 'FAILED_RETRYABLE' },
  fail: { from: ['ACTIVE', 'CREATED', 'FAILED_RETRYABLE'], to: 'FAILED' },
  throwError: { from: ['ACTIVE', 'CREATED', 'FAILED_RETRYABLE'], to: 'ERROR_THROWN' },
  offerAgain: { from: ['ACTIVE'], to: 'CREATED' },
  offerRetryAgain: { from: ['ACTIVE'], to: 'FAILED_RETRYABLE' },
  giveUp: { from: ['ACTIVE'], to: 'FAILED' },
  cancel: { from: ['CREATED', 'ACTIVE', 'FAILED_RETRYABLE', 'FAILED', 'ERROR_THROWN'], to: 'CANCELLED' },
  retry: { from: ['FAILED', 'ERROR_THROWN'], to: 'CREATED' },
} as const satisfies Record<string, { from: readonly (string | null)[]; to: string }>;

export type WorkerJobMove = keyof typeof WORKER_JOB_MOVES;
export type WorkerJobState = (typeof WORKER_JOB_MOVES)[WorkerJobMove]['to'];

/** States in which the job has an end time. FAILED and ERROR_THROWN are left only by way of their incident. */
export const ENDED_WORKER_JOB_STATES = [
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'ERROR_THROWN',
] as const satisfies readonly WorkerJobState[];

/** States that nothing leaves. */
export const FINAL_WORKER_JOB_STATES = ['COMPLETED', 'CANCELLED'] as const satisfies readonly WorkerJobState[];

/** True when `move` may leave `state`; `null` asks about birth. */
export function canMoveWorkerJob(state: WorkerJobState | null, move: WorkerJobMove): boolean {
  const from: readonly (WorkerJobState | null)[] = WORKER_JOB_MOVES[move].from;
  return from.includes(state);
}

/** True when the job has come to an end, be it one that an incident may undo. */
export function hasEnded(state: WorkerJobState): boolean {
  return (ENDED_WORKER_JOB_STATES as readonly WorkerJobState[]).includes(state);
}
