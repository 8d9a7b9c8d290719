import type { WorkerJobStanding } from '../../domain/worker-job/refusal.js';
import type { Variables } from '../../domain/worker-job/variables.js';
import type { Queryable } from '../client.js';
import { appendEvent, ENDED, msOf } from './worker-job-sql.js';

/** A completion as it is written. */
export interface NewCompletion {
  key: string;
  userId: string;
  tenantIds: readonly string[] | null;
  activationId: string | null;
  /** JSON text of what the worker sent. */
  variables: string;
}

/** How the job stood, null when there is none; and its end, null when the completion did not count. */
export interface CompletionRow {
  standing: WorkerJobStanding | null;
  end: CompletedRow | null;
}

/** The end of a job; instants are epoch milliseconds of the Postgres clock. */
export interface CompletedRow {
  type: string;
  worker: string;
  createdAt: number;
  activatedAt: number;
  completedAt: number;
  failures: number;
  retries: number;
  /** What the job had; null when nothing was sent that it could be compared with. */
  variablesBefore: Variables | null;
}

/**
 * Locks in the order of keys, so that two groups cannot wait for each other. Several completions of one job may be in a
 * group: an UPDATE changes a row once, and only the completion that did so comes back.
 */
const COMPLETE = `
  WITH items AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::uuid[], $5::json[])
      WITH ORDINALITY AS i(key, user_id, tenant_ids, activation_id, variables, n)
  ),
  before AS MATERIALIZED (
    SELECT key, user_id, tenant_id, state, held, activation_id, expiries FROM worker_jobs
    WHERE key = ANY($1::text[]) AND user_id = ANY($2::text[]) ORDER BY key FOR NO KEY UPDATE
  ),
  done AS (
    UPDATE worker_jobs j SET state = 'COMPLETED', ${ENDED}, result_variables = i.variables,
      ${appendEvent('JOB_COMPLETED', { worker: 'j.worker' })}
    FROM items i JOIN before b ON b.key = i.key AND b.user_id = i.user_id
      AND (i.tenant_ids IS NULL OR i.tenant_ids ? b.tenant_id)
    WHERE j.key = i.key AND j.held AND (i.activation_id IS NULL OR i.activation_id = j.activation_id)
    RETURNING i.n, j.type, j.worker, j.failures, j.retries, ${msOf('j.created_at')} AS "createdAt",
      ${msOf('j.activated_at')} AS "activatedAt", ${msOf('j.finished_at')} AS "completedAt",
      CASE WHEN i.variables::text <> '{}' THEN j.variables END AS "variablesBefore"
  )
  SELECT b.state, b.held, b.activation_id AS "activationId", b.expiries, done.type, done.worker, done.failures, done.retries,
    done."createdAt", done."activatedAt", done."completedAt", done."variablesBefore"
  FROM items i
  LEFT JOIN before b ON b.key = i.key AND b.user_id = i.user_id AND (i.tenant_ids IS NULL OR i.tenant_ids ? b.tenant_id)
  LEFT JOIN done ON done.n = i.n
  ORDER BY i.n`;

type Row = { [Field in keyof (WorkerJobStanding & CompletedRow)]: (WorkerJobStanding & CompletedRow)[Field] | null };

/** Completes jobs that their latest activation still holds; answers in the order of the items. */
export async function completeJobs(pg: Queryable, items: readonly NewCompletion[]): Promise<CompletionRow[]> {
  const { rows } = await pg.query<Row>({
    name: 'complete-worker-jobs',
    text: COMPLETE,
    values: [
      items.map((item) => item.key),
      items.map((item) => item.userId),
      items.map((item) => (item.tenantIds === null ? null : JSON.stringify(item.tenantIds))),
      items.map((item) => item.activationId),
      items.map((item) => item.variables),
    ],
  });
  return rows.map((row) => ({
    standing: row.state === null ? null : (row as WorkerJobStanding),
    end: row.completedAt === null ? null : (row as CompletedRow),
  }));
}
