import type { ListedWorkerJob } from '@carillon/core/db/queries/worker-job-lists';
import type { z } from 'zod';
import type { workerJobFields } from '../schemas/worker-job-detail.js';
import type { listedWorkerJob } from '../schemas/worker-job-list.js';

/** What a listing and a detail tell alike. */
type Standing = Omit<ListedWorkerJob, 'variables' | 'customHeaders' | 'errorCode' | 'errorMessage'>;

/** Shapes how a worker job stands. */
export function presentStanding(job: Standing): z.input<z.ZodObject<typeof workerJobFields>> {
  const { state, finishedAt } = job;
  const endedAs = (...states: readonly Standing['state'][]) =>
    states.includes(state) ? (finishedAt?.toISOString() ?? null) : null;
  return {
    job_key: job.key,
    type: job.type,
    status: state,
    tenant_id: job.tenantId,
    priority: job.priority,
    created_at: job.createdAt.toISOString(),
    run_at: job.availableAt.toISOString(),
    activated_at: job.activatedAt?.toISOString() ?? null,
    deadline: job.deadline.toISOString(),
    completed_at: endedAs('COMPLETED'),
    failed_at: endedAs('FAILED', 'ERROR_THROWN'),
    cancelled_at: endedAs('CANCELLED'),
    timeout_ms: job.timeoutMs,
    ...timesOf(job),
    available_for_activation: job.ready,
  };
}

function timesOf({ state, activatedAt, deadline, now }: Standing) {
  if (state !== 'ACTIVE' || activatedAt === null) return {};
  return {
    elapsed_time_ms: Math.round(now - activatedAt.getTime()),
    remaining_time_ms: Math.round(deadline.getTime() - now),
  };
}

/** Shapes a worker job for a listing. */
export function presentListedJob(job: ListedWorkerJob): z.input<typeof listedWorkerJob> {
  return {
    ...presentStanding(job),
    process_instance_id: null,
    element_id: null,
    element_instance_id: null,
    worker_id: job.worker,
    retries: job.retries,
    original_retries: job.originalRetries,
    error_message: job.errorMessage,
    variables: job.variables,
    custom_headers: job.customHeaders,
  };
}
