import type { DataOf } from '../operations.js';

type Variables = Readonly<Record<string, unknown>>;

/** A job as the API hands it over. */
export type ActivatedJob = DataOf<'activateWorkerJobs'>['jobs'][number];

/** A job in the hands of a handler. */
export interface Job<V = Variables> {
  readonly key: string;
  readonly type: string;
  readonly variables: V;
  readonly customHeaders: Variables;
  /** Attempts that are left, this one included. */
  readonly retries: number;
  readonly tenantId: string;
  readonly priority: number;
  readonly createdAt: Date;
  readonly activatedAt: Date;
  /** Names this hand-over. */
  readonly activationId: string;
  /** Aborted when the job is no longer this worker's: with LeaseLost, or WorkerStopped. */
  readonly signal: AbortSignal;
}

/** What it returns is the job's result; what it throws says what becomes of the job. */
export type Handler<V = Variables> = (job: Job<V>) => Promise<object | null | void> | object | null | void;

/** The job as its handler sees it. The caller vouches for the shape of the variables. */
export function toJob(job: ActivatedJob, signal: AbortSignal): Job {
  return {
    key: job.key,
    type: job.type,
    variables: job.variables,
    customHeaders: job.custom_headers,
    retries: job.retries,
    tenantId: job.tenant_id,
    priority: job.priority,
    createdAt: new Date(job.created_at),
    activatedAt: new Date(job.activated_at),
    activationId: job.activation_id,
    signal,
  };
}
