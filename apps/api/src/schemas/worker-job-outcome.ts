import { z } from 'zod';
import { raisedIncident } from './incident.js';
import { jsonObject } from './json-object.js';
import { workerJobStatus } from './worker-job.js';

const instant = z.iso.datetime();
const count = z.int();

/** A failure that a worker reported. */
export const failure = z
  .object({
    attempt: count,
    failed_at: instant,
    error: z.string().nullable(),
    worker_id: z.string().nullable(),
  })
  .meta({ id: 'WorkerJobFailure' });

/** What a failed attempt led to: a next one, or an incident. */
export const failedJob = z
  .object({
    job_key: z.string(),
    status: z.enum(['FAILED_RETRYABLE', 'FAILED']),
    failed_at: instant,
    failed_by: z.string().nullable(),
    error_message: z.string().nullable(),
    retries_remaining: count,
    original_retries: count,
    attempt_number: count,
    retry_strategy: z
      .object({
        backoff_duration: z.string().meta({ description: 'ISO 8601.' }),
        backoff_type: z.enum(['FIXED', 'EXPONENTIAL']),
        next_retry_at: instant,
      })
      .optional()
      .meta({ description: 'With `FAILED_RETRYABLE`.' }),
    incident_created: raisedIncident.optional().meta({ description: 'With `FAILED`.' }),
    failure_history: z.array(failure),
  })
  .meta({ id: 'FailedJob' });

export const thrownError = z
  .object({
    job_key: z.string(),
    status: z.literal('ERROR_THROWN'),
    error_thrown_at: instant,
    thrown_by: z.string().nullable(),
    error_details: z.object({ error_code: z.string(), error_message: z.string().nullable(), variables: jsonObject }),
    process_continuation: z.null(),
    incident_created: raisedIncident,
  })
  .meta({ id: 'ThrownError' });

export const cancelledJob = z
  .object({
    job_key: z.string(),
    status: z.literal('CANCELLED'),
    cancelled_at: instant,
    was_active: z.boolean(),
    worker_id: z.string().nullable().meta({ description: 'Who had it; null when nobody did.' }),
    cancellation_reason: z.string(),
  })
  .meta({ id: 'CancelledJob' });

export const jobRetries = z.object({ job_key: z.string(), status: workerJobStatus, retries: count }).meta({
  id: 'WorkerJobRetries',
});

export const jobLease = z
  .object({ job_key: z.string(), status: workerJobStatus, worker_id: z.string(), timeout_ms: count, deadline: instant })
  .meta({ id: 'WorkerJobLease' });
