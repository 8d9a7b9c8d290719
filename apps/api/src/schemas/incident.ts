import { INCIDENT_STATUSES, INCIDENT_TYPES } from '@carillon/core/domain/worker-job/incident';
import { z } from 'zod';

const instant = z.iso.datetime();

/** What has to be decided by a person, as the operation that raised it tells. */
export const raisedIncident = z
  .object({
    incident_id: z.string(),
    type: z.enum(INCIDENT_TYPES),
    status: z.enum(INCIDENT_STATUSES),
    created_at: instant,
  })
  .meta({ id: 'RaisedIncident' });

/** How an incident was closed; `CANCEL` is the end of its job. */
const resolution = z.object({
  action: z.enum(['RETRY', 'DISMISS', 'CANCEL']),
  job_retries: z.int().nullable(),
  comment: z.string().nullable(),
  reason: z.string().nullable(),
});

export const incident = z
  .object({
    id: z.string(),
    type: z.enum(INCIDENT_TYPES),
    status: z.enum(INCIDENT_STATUSES),
    message: z.string(),
    process_instance_id: z.null(),
    element_id: z.null(),
    job_key: z.string(),
    job_type: z.string(),
    worker: z.string().nullable(),
    tenant_id: z.string(),
    created_at: instant,
    resolved_at: instant.nullable(),
    resolution: resolution.nullable(),
  })
  .meta({ id: 'Incident' });
