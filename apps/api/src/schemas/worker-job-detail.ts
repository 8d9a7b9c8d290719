import { z } from 'zod';
import { raisedIncident } from './incident.js';
import { jsonObject } from './json-object.js';
import { failure } from './worker-job-outcome.js';
import { executionSummary, workerJobStatus } from './worker-job.js';

const instant = z.iso.datetime();
const count = z.int();

/** What every listing and detail of a worker job has. */
export const workerJobFields = {
  job_key: z.string(),
  type: z.string(),
  status: workerJobStatus,
  tenant_id: z.string(),
  priority: count,
  created_at: instant,
  run_at: instant.meta({
    description: 'Not to be activated before: creation, a chosen instant, or the end of a back-off.',
  }),
  activated_at: instant.nullable(),
  deadline: instant,
  completed_at: instant.nullable(),
  failed_at: instant.nullable(),
  cancelled_at: instant.nullable(),
  timeout_ms: count,
  elapsed_time_ms: count.optional().meta({ description: 'While it is ACTIVE.' }),
  remaining_time_ms: count.optional().meta({ description: 'While it is ACTIVE; negative past the deadline.' }),
  available_for_activation: z.boolean(),
};

/** One thing that happened to a worker job. */
const historyEntry = z
  .object({
    timestamp: instant,
    action: z.string(),
    worker_id: z.string().optional(),
    retries: count.optional(),
    expiries: count.optional(),
    timeout_ms: count.optional(),
    error: z.string().nullable().optional(),
    error_code: z.string().optional(),
    reason: z.string().nullable().optional(),
  })
  .meta({ id: 'WorkerJobHistoryEntry' });

/** There are no processes: the context is there, and empty. */
const processContext = z.object({
  process_instance_id: z.null(),
  process_id: z.null(),
  process_version: z.null(),
  element_id: z.null(),
  element_type: z.null(),
  element_name: z.null(),
  element_instance_id: z.null(),
  token_id: z.null(),
});

export const workerJobDetail = z
  .object({
    ...workerJobFields,
    process_context: processContext,
    worker_assignment: z
      .object({ worker_id: z.string(), assigned_at: instant })
      .nullable()
      .meta({ description: 'The latest activation.' }),
    retry_configuration: z.object({
      retries: count,
      original_retries: count,
      retries_used: count,
      retry_backoff: z.literal('EXPONENTIAL'),
      max_retry_delay_ms: count,
    }),
    variables: jsonObject,
    custom_headers: jsonObject,
    execution_summary: executionSummary
      .extend({ completed_by: z.string().nullable(), result_variables: jsonObject })
      .optional()
      .meta({ description: 'With `COMPLETED`.' }),
    failure_information: z
      .object({
        error_message: z.string().nullable(),
        error_code: z.string().nullable(),
        final_attempt: z.boolean(),
        total_attempts: count,
        failure_history: z.array(failure),
      })
      .optional()
      .meta({ description: 'Once an attempt has failed.' }),
    incident_information: raisedIncident.optional().meta({ description: 'The latest incident.' }),
    cancellation_reason: z.string().nullable(),
    execution_history: z.array(historyEntry),
    execution_history_cut: count.meta({ description: 'How many older entries were not kept.' }),
    performance_metrics: z.object({
      creation_to_activation_ms: count.nullable(),
      activation_to_completion_ms: count.nullable(),
    }),
  })
  .meta({ id: 'WorkerJobDetail' });
