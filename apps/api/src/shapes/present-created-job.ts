import type { WorkerJob } from '@carillon/core/db/queries/worker-jobs';
import type { MadeWorkerJob, WorkerJobDraft } from '@carillon/core/engine/create-worker-jobs';
import type { z } from 'zod';
import type { createdWorkerJob } from '../schemas/worker-job.js';
import type { workerJobDraft } from '../schemas/worker-job-input.js';
import { isoInstant } from './iso-instant.js';

type Body = z.output<typeof workerJobDraft>;
type CreatedJob = z.input<typeof createdWorkerJob>;

/** Makes a draft of what a request describes. */
export function toDraft(body: Body, userId: string): WorkerJobDraft {
  return {
    userId,
    tenantId: body.tenant_id,
    type: body.type,
    variables: body.variables,
    customHeaders: body.custom_headers.text,
    retries: body.retries,
    timeoutMs: body.timeout,
    priority: body.priority,
    runAt: body.run_at ?? null,
  };
}

/** Shapes a worker job that has just been made. */
export function presentMadeJob(body: Body, made: MadeWorkerJob): CreatedJob {
  return {
    job_key: made.key,
    type: body.type,
    status: 'CREATED',
    created_at: isoInstant(made.createdAt),
    retries: body.retries,
    timeout_ms: body.timeout,
    deadline: isoInstant(made.deadline),
    variables: body.variables.value,
    custom_headers: body.custom_headers.value,
    tenant_id: body.tenant_id,
    priority: body.priority,
    run_at: body.run_at?.toISOString() ?? null,
    manual_job: true,
    available_for_activation: made.ready,
  };
}

/** Shapes a worker job that an earlier, equal request made: as it is now. */
export function presentJobMadeBefore(body: Body, job: WorkerJob): CreatedJob {
  return {
    job_key: job.key,
    type: job.type,
    status: job.state,
    created_at: job.createdAt.toISOString(),
    retries: job.retries,
    timeout_ms: job.timeoutMs,
    deadline: job.deadline.toISOString(),
    variables: job.variables,
    custom_headers: job.customHeaders,
    tenant_id: job.tenantId,
    priority: job.priority,
    run_at: body.run_at?.toISOString() ?? null,
    manual_job: true,
    available_for_activation: job.ready,
  };
}
