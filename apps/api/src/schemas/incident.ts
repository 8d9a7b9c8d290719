import { INCIDENT_STATUSES, INCIDENT_TYPES } from '@carillon/core/domain/worker-job/incident';
import { z } from 'zod';
import { instant, wholeNumber } from './query-fields.js';

const isoInstant = z.iso.datetime();

/** What has to be decided by a person, as the operation that raised it tells. */
export const raisedIncident = z
  .object({
    incident_id: z.string(),
    type: z.enum(INCIDENT_TYPES),
    status: z.enum(INCIDENT_STATUSES),
    created_at: isoInstant,
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
    created_at: isoInstant,
    resolved_at: isoInstant.nullable(),
    resolution: resolution.nullable(),
  })
  .meta({ id: 'Incident' });

/** Words of a list in any case: `open` as well as `OPEN`. */
const anyCase = <const T extends readonly string[]>(words: T) =>
  z.preprocess((text) => (typeof text === 'string' ? text.toUpperCase() : text), z.enum(words));

/** Which incidents to list. */
export const incidentQuery = z.strictObject({
  status: anyCase(INCIDENT_STATUSES).optional(),
  type: anyCase(INCIDENT_TYPES).optional(),
  created_after: instant.optional(),
  created_before: instant.optional(),
  limit: wholeNumber({ min: 1, max: 100, fallback: 10, description: 'Incidents a page.' }).default(10),
  offset: wholeNumber({ min: 0, max: 1_000_000, fallback: 0, description: 'How many to pass over.' }).default(0),
});

/** Which incidents to add up. */
export const incidentSpan = incidentQuery.pick({ created_after: true, created_before: true });

export const incidentPage = z.object({
  incidents: z.array(incident),
  pagination: z.object({
    total: z.number(),
    limit: z.number(),
    offset: z.number(),
    has_next: z.boolean(),
    has_previous: z.boolean(),
  }),
});
