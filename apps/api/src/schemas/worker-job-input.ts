import { MAX_JOBS_PER_ACTIVATION, MAX_LEASE_MS, MIN_LEASE_MS } from '@carillon/core/domain/worker-job/lease';
import { z } from 'zod';
import { NOTHING_SENT, sentObject } from './json-object.js';
import { instant } from './query-fields.js';
import {
  activationId,
  isoDuration,
  jobRetries,
  jobTimeout,
  jobType,
  leaseMs,
  MAX_RETRIES,
  note,
  tenantId,
  workerName,
} from './worker-job-fields.js';

/** A new worker job. */
export const workerJobDraft = z
  .strictObject({
    type: jobType,
    variables: sentObject,
    retries: jobRetries,
    timeout: jobTimeout,
    custom_headers: sentObject.default(NOTHING_SENT).meta({ override: { type: 'object', default: {} } }),
    tenant_id: tenantId.default('default'),
    priority: z.int().min(-100).max(100).default(0).meta({ description: 'Higher ones are handed out first.' }),
    run_at: instant.optional().meta({ description: 'Not to be activated before.' }),
  })
  .meta({ id: 'WorkerJobDraft' });

/** Most jobs in one request. */
export const MAX_DRAFTS = 1_000;

/** Many new worker jobs. */
export const workerJobDrafts = z.array(workerJobDraft).min(1).max(MAX_DRAFTS);

const DEFAULT_LEASE_MS = 300_000;
const DEFAULT_WAIT_MS = 10_000;
/** No request hangs longer, whatever it asks: its connection may have died without a word. */
export const MAX_WAIT_MS = 30_000;

/** What a worker asks for. */
export const activationRequest = z
  .strictObject({
    type: jobType,
    worker: workerName,
    max_jobs: z.int().min(1).max(MAX_JOBS_PER_ACTIVATION).default(10),
    timeout: leaseMs.default(DEFAULT_LEASE_MS).meta({
      description: `The lease in milliseconds, ${MIN_LEASE_MS} to ${MAX_LEASE_MS}: how long the jobs are this worker's.`,
    }),
    fetch_variables: z
      .array(z.string().min(1).max(255))
      .max(100)
      .default([])
      .meta({ description: 'Only these variables; none named is all of them.' }),
    tenant_ids: z.array(tenantId).min(1).max(100).optional().meta({ description: 'Only jobs of these tenants.' }),
    request_timeout: z.int().min(0).max(MAX_WAIT_MS).default(DEFAULT_WAIT_MS).meta({
      description: 'How long to wait for a job when there is none, in milliseconds; never longer than `timeout`.',
    }),
  })
  .meta({ id: 'ActivationRequest' });

export const completion = z
  .strictObject({
    variables: sentObject.default(NOTHING_SENT).meta({ override: { type: 'object', default: {} } }),
    activation_id: activationId.optional(),
  })
  .meta({ id: 'Completion' });

export const failureReport = z
  .strictObject({
    // Its range is the domain's to tell: it ends at what the job has left.
    retries: z
      .int()
      .optional()
      .meta({ description: 'Attempts that are left, 0 to the current number; one less unless said.' }),
    error_message: note.optional(),
    backoff_duration: isoDuration({
      min: 'PT0S',
      max: 'P365D',
      description: 'How long to wait before the next attempt; unless said 2, 4, 8 … s.',
    }).optional(),
    activation_id: activationId.optional(),
  })
  .meta({ id: 'FailureReport' });

export const errorReport = z
  .strictObject({
    error_code: z.string().meta({ description: 'Capital letters, digits and `_`.' }),
    error_message: note.optional(),
    variables: sentObject.default(NOTHING_SENT).meta({ override: { type: 'object', default: {} } }),
    activation_id: activationId.optional(),
  })
  .meta({ id: 'ErrorReport' });

export const cancellation = z.strictObject({ reason: note.optional() }).meta({ id: 'Cancellation' });

export const retriesChange = z.strictObject({ retries: z.int().min(1).max(MAX_RETRIES) }).meta({ id: 'RetriesChange' });

export const leaseChange = z
  .strictObject({
    timeout: leaseMs.meta({ description: 'How long from now the lease is to last, in milliseconds.' }),
    activation_id: activationId.optional(),
  })
  .meta({ id: 'LeaseChange' });

/** No id of ours has other characters, and Postgres could not even compare some of them. */
const PLAUSIBLE = /^[\w.:-]{1,200}$/;

/** An id in a path. One that cannot be an id names nothing, as one that merely does not exist: 404, not 400. */
const pathId = z.string().transform((text) => (PLAUSIBLE.test(text) ? text : ''));

export const workerJobParams = z.object({ key: pathId });

export const incidentParams = z.object({ id: pathId });
