import type { ActivatedWorkerJob } from '@carillon/core/db/queries/activate-worker-jobs';
import type { z } from 'zod';
import type { activatedJob } from '../schemas/worker-job.js';
import { isoInstant } from './iso-instant.js';

/** Shapes a worker job for the worker that it is handed to. */
export function presentActivatedJob(job: ActivatedWorkerJob): z.input<typeof activatedJob> {
  return {
    key: job.key,
    type: job.type,
    process_instance_id: null,
    element_id: null,
    element_instance_id: null,
    worker: job.worker,
    retries: job.retries,
    deadline: isoInstant(job.deadline),
    variables: job.variables,
    custom_headers: job.customHeaders,
    created_at: isoInstant(job.createdAt),
    activated_at: isoInstant(job.activatedAt),
    activation_id: job.activationId,
    tenant_id: job.tenantId,
    priority: job.priority,
  };
}
