/** What happened to a worker job since its creation; `at` is epoch milliseconds of the Postgres clock. */
export type WorkerJobEvent =
  | { type: 'JOB_ACTIVATED'; at: number; worker: string }
  | { type: 'JOB_RELEASED'; at: number; worker: string }
  | { type: 'JOB_LEASE_EXPIRED'; at: number; worker: string; expiries: number }
  | { type: 'JOB_LEASE_CHANGED'; at: number; worker: string; timeoutMs: number }
  | { type: 'JOB_FAILED_RETRY'; at: number; worker: string; retries: number; message: string | null }
  | { type: 'JOB_FAILED'; at: number; worker: string; message: string | null }
  | { type: 'JOB_ERROR_THROWN'; at: number; worker: string; errorCode: string; message: string | null }
  | { type: 'JOB_RETRIES_SET'; at: number; retries: number }
  | { type: 'JOB_RETRIED'; at: number; retries: number }
  | { type: 'JOB_CANCELLED'; at: number; reason: string | null }
  | { type: 'JOB_COMPLETED'; at: number; worker: string };

/** Events kept with a job: the newest, with a count of those that went. */
export const MAX_EVENTS = 100;

/** What an event keeps of a message; the job has the last one whole. */
export const MAX_EVENT_MESSAGE = 500;

export type FailureEvent = Extract<WorkerJobEvent, { type: 'JOB_FAILED_RETRY' | 'JOB_FAILED' }>;

/** The failed attempts, oldest first. */
export function failuresIn(history: readonly WorkerJobEvent[]): FailureEvent[] {
  return history.filter(
    (event): event is FailureEvent => event.type === 'JOB_FAILED_RETRY' || event.type === 'JOB_FAILED',
  );
}
