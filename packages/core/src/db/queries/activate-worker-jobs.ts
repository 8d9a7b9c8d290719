import { MAX_ACTIVATED_BYTES } from '../../domain/worker-job/lease.js';
import type { Variables } from '../../domain/worker-job/variables.js';
import type { Queryable } from '../client.js';
import { UNHURRIED } from '../sql.js';
import { appendEvent, msOf, NOTIFY_READY } from './worker-job-sql.js';

/** Who wants jobs, and which. */
export interface ActivationRequest {
  userId: string;
  type: string;
  worker: string;
  maxJobs: number;
  leaseMs: number;
  /** The tenants whose jobs are wanted; null is all, an empty list is none. */
  tenantIds: readonly string[] | null;
  /** The tenant that was served last: the turn is with the one after it. */
  afterTenant: string;
}

/** A job in the hands of a worker; instants are epoch milliseconds of the Postgres clock. */
export interface ActivatedWorkerJob {
  key: string;
  type: string;
  tenantId: string;
  worker: string;
  activationId: string;
  retries: number;
  priority: number;
  variables: Variables;
  /** Of all its variables, fetched or not. */
  variablesBytes: number;
  customHeaders: Record<string, unknown>;
  createdAt: number;
  activatedAt: number;
  /** Until when it is leased. */
  deadline: number;
  /** How long nobody had it who could have; null when a lease of it has run out, since which is not known. */
  waitedMs: number | null;
}

/** The tenants with ready jobs of user $1 and type $2 in turn: those after $7, then those up to it. One probe each. */
const ALL_TENANTS = `
    SELECT tenant_id, row_number() OVER () AS turn FROM (
      SELECT tenant_id FROM (${scanTenants('> $7::text', '')}) later
      UNION ALL
      SELECT tenant_id FROM (${scanTenants(`>= ''`, 'AND w.tenant_id <= $7::text')}) earlier
      LIMIT $4::int
    ) t`;

/** A loose index scan: from one tenant to the next without reading the jobs between them. */
function scanTenants(first: string, bound: string): string {
  const next = (after: string) => `(SELECT w.tenant_id FROM worker_jobs w
        WHERE w.ready AND w.user_id = $1::text AND w.type = $2::text AND w.tenant_id ${after} ${bound}
        ORDER BY w.tenant_id LIMIT 1)`;
  return `WITH RECURSIVE scan AS (
        SELECT ${next(first)} AS tenant_id
        UNION ALL SELECT ${next('> scan.tenant_id')} FROM scan WHERE scan.tenant_id IS NOT NULL
      ) SELECT tenant_id FROM scan WHERE tenant_id IS NOT NULL`;
}

/** The tenants of list $8 in turn. */
const LISTED_TENANTS = `
    SELECT tenant_id, row_number() OVER (ORDER BY tenant_id <= $7::text, tenant_id) AS turn
    FROM (SELECT DISTINCT tenant_id FROM unnest($8::text[]) AS t(tenant_id)) t`;

/**
 * How many jobs each tenant may have: one from each in turn, and again, until there are enough. This only counts; which
 * rows they are is decided when they are locked, since another process may be about to take the same. The planner
 * cannot know how few rows a LIMIT by parameter leaves: asked for an order or an array of keys it reads by index, where
 * it would otherwise read the whole table.
 */
const activate = (tenants: string) => `
  WITH tenants AS MATERIALIZED (${tenants}),
  shares AS MATERIALIZED (
    SELECT tenant_id, turn, count(*) AS share FROM (
      SELECT t.tenant_id, t.turn FROM tenants t CROSS JOIN LATERAL (
        SELECT row_number() OVER () AS n FROM (
          SELECT FROM worker_jobs w
          WHERE w.ready AND w.user_id = $1::text AND w.type = $2::text AND w.tenant_id = t.tenant_id
          ORDER BY w.priority DESC, w.created_at, w.key LIMIT $4::int
        ) one_each
      ) candidate
      ORDER BY candidate.n, t.turn LIMIT $4::int
    ) allotted GROUP BY tenant_id, turn
  ),
  locked AS MATERIALIZED (
    SELECT j.key, j.variables_bytes, s.turn, row_number() OVER (PARTITION BY s.turn) AS n
    FROM shares s CROSS JOIN LATERAL (
      SELECT w.key, w.variables_bytes FROM worker_jobs w
      WHERE w.ready AND w.user_id = $1::text AND w.type = $2::text AND w.tenant_id = s.tenant_id
      ORDER BY w.priority DESC, w.created_at, w.key LIMIT s.share FOR UPDATE SKIP LOCKED
    ) j
  ),
  given AS MATERIALIZED (
    SELECT key, place FROM (
      SELECT key, row_number() OVER (ORDER BY n, turn) AS place,
        sum(variables_bytes) OVER (ORDER BY n, turn) AS bytes
      FROM locked
    ) sized WHERE place = 1 OR bytes <= ${MAX_ACTIVATED_BYTES}
  ),
  taken AS (
    UPDATE worker_jobs j SET state = 'ACTIVE', ready = false, held = true, activated_at = statement_timestamp(),
      deadline = statement_timestamp() + $5::float8 * interval '1 millisecond', worker = $3::text, activation_id = $6::uuid,
      ${appendEvent('JOB_ACTIVATED', { worker: '$3::text' })}
    WHERE j.key = ANY(ARRAY(SELECT key FROM given))
    RETURNING j.*
  ),
  ${UNHURRIED}
  SELECT key, type, tenant_id AS "tenantId", worker, activation_id AS "activationId", retries, priority, variables,
    variables_bytes AS "variablesBytes", custom_headers AS "customHeaders", ${msOf('created_at')} AS "createdAt", ${msOf('activated_at')} AS "activatedAt",
    ${msOf('deadline')} AS deadline,
    CASE WHEN expiries = 0 THEN elapsed_ms(available_at, activated_at)::float8 END AS "waitedMs"
  FROM taken JOIN given USING (key) CROSS JOIN unhurried ORDER BY place`;

const ACTIVATE = activate(ALL_TENANTS);
const ACTIVATE_LISTED = activate(LISTED_TENANTS);

/**
 * Hands out ready jobs under a lease, in one statement: tenants in turn, for each by priority and then age. What others
 * are taking at this moment is passed over, so no job is given twice and nobody waits. Fewer are given when their
 * variables would be too much for one answer. The commit does not wait for the disk: should Postgres crash within the
 * next moments, the lease may be forgotten, as if it had run out, and the job is offered again (docs/adr/0016).
 */
export async function activateReadyJobs(
  pg: Queryable,
  request: ActivationRequest,
  activationId: string,
): Promise<ActivatedWorkerJob[]> {
  const { userId, type, worker, maxJobs, leaseMs, tenantIds, afterTenant } = request;
  const values = [userId, type, worker, maxJobs, leaseMs, activationId, afterTenant];
  const { rows } = await pg.query<ActivatedWorkerJob>(
    tenantIds === null
      ? { name: 'activate-worker-jobs', text: ACTIVATE, values }
      : { name: 'activate-listed-worker-jobs', text: ACTIVATE_LISTED, values: [...values, tenantIds] },
  );
  return rows;
}

/** Locks in the order of keys, as completing does, so that neither can deadlock with the other. */
const RELEASE = `
  WITH held AS MATERIALIZED (
    SELECT key FROM worker_jobs WHERE key = ANY($1::text[]) AND activation_id = $2::uuid AND state = 'ACTIVE'
    ORDER BY key FOR NO KEY UPDATE
  ),
  released AS (
    UPDATE worker_jobs j SET state = CASE WHEN failures > 0 THEN 'FAILED_RETRYABLE' ELSE 'CREATED' END,
      ready = true, held = false, ${appendEvent('JOB_RELEASED', { worker: 'j.worker' })}
    WHERE j.key = ANY(ARRAY(SELECT key FROM held))
    RETURNING user_id, type
  )
  SELECT ${NOTIFY_READY} AS told FROM released`;

/** Gives back jobs that did not reach their worker, if it still holds them. @returns how many. */
export async function releaseJobs(pg: Queryable, keys: readonly string[], activationId: string): Promise<number> {
  const { rows } = await pg.query({ name: 'release-worker-jobs', text: RELEASE, values: [keys, activationId] });
  return rows.length;
}

/** Of these users' types, those with jobs that may be activated now. */
export async function findReadyTypes(
  pg: Queryable,
  pairs: readonly { userId: string; type: string }[],
): Promise<{ userId: string; type: string }[]> {
  const { rows } = await pg.query<{ userId: string; type: string }>({
    name: 'find-ready-types',
    text: `SELECT p.user_id AS "userId", p.type FROM unnest($1::text[], $2::text[]) AS p(user_id, type)
      WHERE EXISTS (SELECT FROM worker_jobs w WHERE w.ready AND w.user_id = p.user_id AND w.type = p.type)`,
    values: [pairs.map((pair) => pair.userId), pairs.map((pair) => pair.type)],
  });
  return rows;
}
