import { z } from 'zod';
import { jsonObject } from './json-object.js';

const instant = z.iso.datetime();
const count = z.int();

/** How a worker job stands, in the words of this surface. */
export const workerJobStatus = z
  .enum(['CREATED', 'ACTIVE', 'COMPLETED', 'FAILED_RETRYABLE', 'FAILED', 'CANCELLED', 'ERROR_THROWN'])
  .meta({ id: 'WorkerJobStatus' });

/** A worker job belongs to no process: the fields that would name one are there and null. */
const noProcess = {
  process_instance_id: z.null(),
  element_id: z.null(),
  element_instance_id: z.null(),
};

/** A worker job as its creation is answered. */
export const createdWorkerJob = z
  .object({
    job_key: z.string(),
    type: z.string(),
    status: workerJobStatus,
    created_at: instant,
    retries: count,
    timeout_ms: count,
    deadline: instant.meta({ description: 'Until it is activated: `created_at` and the timeout.' }),
    variables: jsonObject,
    custom_headers: jsonObject,
    tenant_id: z.string(),
    manual_job: z.literal(true),
    available_for_activation: z.boolean(),
    priority: count,
    run_at: instant.nullable().meta({ description: 'Not to be activated before; null is at once.' }),
  })
  .meta({ id: 'CreatedWorkerJob' });

/** A worker job as it is handed to a worker. */
export const activatedJob = z
  .object({
    key: z.string(),
    type: z.string(),
    ...noProcess,
    worker: z.string(),
    retries: count,
    deadline: instant.meta({ description: 'When the lease ends.' }),
    variables: jsonObject,
    custom_headers: jsonObject,
    created_at: instant,
    activated_at: instant,
    activation_id: z
      .uuid()
      .meta({ description: 'Names this hand-over: send it back, and a worker that lost the lease is told so.' }),
    tenant_id: z.string(),
    priority: count,
  })
  .meta({ id: 'ActivatedJob' });

/** How long a finished worker job took. */
export const executionSummary = z.object({
  started_at: instant,
  total_duration_ms: count.meta({ description: 'From creation to completion.' }),
  processing_time_ms: count.meta({ description: 'From the last activation to completion.' }),
  system_overhead_ms: count.meta({ description: 'The difference: waiting, earlier attempts, back-off.' }),
  retries_used: count,
});

/** What a result did to a job's variables. */
export const variablesUpdated = z.object({
  added: z.array(z.string()),
  modified: z.array(z.string()),
  removed: z.array(z.string()),
});

export const completedJob = z
  .object({
    job_key: z.string(),
    status: z.literal('COMPLETED'),
    completed_at: instant,
    completed_by: z.string().nullable(),
    execution_summary: executionSummary,
    process_continuation: z.null(),
    variables_updated: variablesUpdated,
    result_variables: jsonObject,
  })
  .meta({ id: 'CompletedJob' });
