import type { PackedVariables } from '../../domain/worker-job/variables.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { msOf, NOTIFY_READY } from './worker-job-sql.js';

/** A worker job to be made, with all defaults filled in and all limits checked. */
export interface NewWorkerJob {
  key: string;
  userId: string;
  tenantId: string;
  type: string;
  variables: PackedVariables;
  /** JSON text of an object. */
  customHeaders: string;
  retries: number;
  timeoutMs: number;
  priority: number;
  /** Not to be activated before; null is at once. */
  runAt: Date | null;
}

/** What Postgres decided about a new job; instants are epoch milliseconds of its clock. */
export interface MadeWorkerJob {
  key: string;
  /** It may be activated now. */
  ready: boolean;
  createdAt: number;
  availableAt: number;
  deadline: number;
}

const insert = (told: string) => `
  WITH made AS (
    INSERT INTO worker_jobs (key, user_id, tenant_id, type, ready, available_at, priority, retries, original_retries,
      timeout_ms, created_at, deadline, variables, variables_bytes, custom_headers)
    SELECT key, user_id, tenant_id, type, coalesce(run_at <= statement_timestamp(), true),
      GREATEST(run_at, statement_timestamp()), priority, retries, retries, timeout_ms, statement_timestamp(),
      statement_timestamp() + timeout_ms * interval '1 millisecond', variables, variables_bytes, custom_headers
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::smallint[], $7::int[], $8::float8[],
      $9::json[], $10::int[], $11::json[])
      AS d(key, user_id, tenant_id, type, run_at, priority, retries, timeout_ms, variables, variables_bytes,
        custom_headers)
    RETURNING key, user_id, type, ready, created_at, available_at, deadline
  )
  SELECT key, ready, ${msOf('created_at')} AS "createdAt", ${msOf('available_at')} AS "availableAt",
    ${msOf('deadline')} AS deadline${told}
  FROM made`;

const INSERT = insert(`, CASE WHEN ready THEN ${NOTIFY_READY} END AS told`);
const INSERT_UNTOLD = insert('');

/** Makes worker jobs in one statement and wakes who waits for them. */
export async function insertWorkerJobs(pg: Queryable, jobs: readonly NewWorkerJob[]): Promise<MadeWorkerJob[]> {
  const values = parameters(jobs);
  const { rows } = await pg.query<MadeWorkerJob>({ name: 'insert-worker-jobs', text: INSERT, values });
  return rows;
}

/**
 * Makes worker jobs and leaves it to the caller to wake who waits, after the commit: Postgres lets only one
 * transaction at a time commit a notification, and holds the next back until it is on disk.
 */
export async function insertWorkerJobsUntold(pg: Queryable, jobs: readonly NewWorkerJob[]): Promise<MadeWorkerJob[]> {
  const values = parameters(jobs);
  const { rows } = await pg.query<MadeWorkerJob>({ name: 'insert-worker-jobs-untold', text: INSERT_UNTOLD, values });
  return rows;
}

function parameters(jobs: readonly NewWorkerJob[]): unknown[] {
  const plain = (pick: (job: NewWorkerJob) => string | number | null) => plainArray(jobs.map(pick));
  return [
    plain((job) => job.key),
    plain((job) => job.userId),
    jobs.map((job) => job.tenantId),
    jobs.map((job) => job.type),
    plain((job) => job.runAt?.toISOString() ?? null),
    plain((job) => job.priority),
    plain((job) => job.retries),
    plain((job) => job.timeoutMs),
    jobs.map((job) => job.variables.text),
    plain((job) => job.variables.bytes),
    jobs.map((job) => job.customHeaders),
  ];
}
