import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import type { IncidentFacts } from '../../domain/worker-job/decide-resolution.js';
import type { IncidentResolution, IncidentStatus } from '../../domain/worker-job/incident.js';
import type { PackedVariables } from '../../domain/worker-job/variables.js';
import type { Queryable } from '../client.js';
import { appendEvent, msOf, NOTIFY_READY } from './worker-job-sql.js';

/** An incident with what its job has, the job's row locked by this transaction. */
export type LockedIncident = IncidentFacts & { workerJobKey: string };

/** The job first, as everywhere: who locks the incident before it could wait for each other with a cancellation. */
const LOCK = `
  SELECT j.key AS "workerJobKey", j.retries, j.variables FROM worker_jobs j
  WHERE j.key = (SELECT worker_job_key FROM incidents
    WHERE id = $1 AND user_id = $2 AND ($3::text[] IS NULL OR tenant_id = ANY($3::text[])))
  FOR NO KEY UPDATE`;

/** Locks the job of an incident and then reads how the incident stands; null when there is none to be seen. */
export async function lockIncident(pg: Queryable, access: WorkerJobAccess, id: string): Promise<LockedIncident | null> {
  const { rows } = await pg.query<Omit<LockedIncident, 'status'>>(LOCK, [id, access.userId, access.tenantIds]);
  const [job] = rows;
  if (job === undefined) return null;
  const read = await pg.query<{ status: IncidentStatus }>('SELECT status FROM incidents WHERE id = $1', [id]);
  const [incident] = read.rows;
  return incident === undefined ? null : { ...job, ...incident };
}

/** Closes an incident if it is still open. @returns when, epoch milliseconds; null when somebody was first. */
export async function closeIncident(
  pg: Queryable,
  id: string,
  status: 'RESOLVED' | 'DISMISSED',
  resolution: IncidentResolution,
): Promise<number | null> {
  const { rows } = await pg.query<{ resolvedAt: number }>(
    `UPDATE incidents SET status = $2, resolved_at = statement_timestamp(), resolution = $3::jsonb
     WHERE id = $1 AND status = 'OPEN' RETURNING ${msOf('resolved_at')} AS "resolvedAt"`,
    [id, status, JSON.stringify(resolution)],
  );
  return rows[0]?.resolvedAt ?? null;
}

const RETRY = `
  WITH moved AS (
    UPDATE worker_jobs j SET state = 'CREATED', ready = true, available_at = statement_timestamp(), retries = $2::int,
      failures = 0, expiries = 0, finished_at = NULL, finished_xid = NULL, error_code = NULL, error_message = NULL,
      result_variables = NULL, variables = $3::json, variables_bytes = $4::int,
      ${appendEvent('JOB_RETRIED', { retries: '$2::int' })}
    WHERE j.key = $1::text AND j.state IN ('FAILED', 'ERROR_THROWN')
    RETURNING user_id, type
  )
  SELECT ${NOTIFY_READY} AS told FROM moved`;

/** Offers a job that stood still again, from the start. @returns false when it does not stand still. */
export async function retryJob(
  pg: Queryable,
  key: string,
  again: { retries: number; variables: PackedVariables },
): Promise<boolean> {
  const { retries, variables } = again;
  const { rows } = await pg.query(RETRY, [key, retries, variables.text, variables.bytes]);
  return rows.length > 0;
}
