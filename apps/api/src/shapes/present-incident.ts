import type { IncidentResolution } from '@carillon/core/domain/worker-job/incident';
import type { Incident } from '@carillon/core/db/queries/incident-lists';
import type { z } from 'zod';
import type { incident } from '../schemas/incident.js';

type Shown = z.input<typeof incident>;

const ACTIONS = { retry: 'RETRY', dismiss: 'DISMISS', cancel: 'CANCEL' } as const;

/** Shapes an incident for an answer. */
export function presentIncident(row: Incident): Shown {
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    message: row.message,
    process_instance_id: null,
    element_id: null,
    job_key: row.workerJobKey,
    job_type: row.jobType,
    worker: row.worker,
    tenant_id: row.tenantId,
    created_at: row.createdAt.toISOString(),
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    resolution: row.resolution && presentResolution(row.resolution),
  };
}

function presentResolution(resolution: IncidentResolution): NonNullable<Shown['resolution']> {
  return {
    action: ACTIONS[resolution.action],
    job_retries: 'jobRetries' in resolution ? resolution.jobRetries : null,
    comment: 'comment' in resolution ? resolution.comment : null,
    reason: 'reason' in resolution ? resolution.reason : null,
  };
}
