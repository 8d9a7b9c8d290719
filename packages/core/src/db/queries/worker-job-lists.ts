import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import { hasEnded, type WorkerJobState } from '../../domain/worker-job/states.js';
import type { TimeRange } from '../../domain/worker-job/totals.js';
import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { msOf } from './worker-job-sql.js';

/** Which worker jobs of a user to list or add up. */
export interface WorkerJobFilter extends WorkerJobAccess {
  states?: readonly WorkerJobState[] | undefined;
  /** Only those that may be activated now. */
  ready?: boolean | undefined;
  type?: string | undefined;
  worker?: string | undefined;
  /** When they were created. */
  created: TimeRange;
}

/** As ORDER BY has them; NULLS LAST only where there can be a null, since no index gives that order. */
const SORTS = {
  created_at: { column: 'created_at', nulls: '' },
  activated_at: { column: 'activated_at', nulls: 'NULLS LAST' },
  deadline: { column: 'deadline', nulls: '' },
} as const;

export type WorkerJobSort = keyof typeof SORTS;

export interface WorkerJobPage {
  limit: number;
  offset: number;
  /** The stretches of time to look in and to count the offset from, when they are known; null is all. */
  within?: readonly TimeRange[] | null;
  sortBy: WorkerJobSort;
  descending: boolean;
}

/** A job of a page. */
export interface ListedWorkerJob {
  key: string;
  type: string;
  state: WorkerJobState;
  ready: boolean;
  tenantId: string;
  priority: number;
  retries: number;
  originalRetries: number;
  timeoutMs: number;
  createdAt: Date;
  availableAt: Date;
  activatedAt: Date | null;
  worker: string | null;
  deadline: Date;
  finishedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  customHeaders: Record<string, unknown>;
  /** Null where they are too large for a listing. */
  variables: Record<string, unknown> | null;
  /** The Postgres clock, epoch milliseconds. */
  now: number;
}

/** Variables beyond this are left out of listings: a page must not weigh hundreds of megabytes. */
const LISTED_VARIABLES_BYTES = 8_192;

/** A page of worker jobs. The rows before it are passed over in the index, as far as the filter is in it. */
export async function selectWorkerJobs(
  pg: Queryable,
  filter: WorkerJobFilter,
  page: WorkerJobPage,
): Promise<ListedWorkerJob[]> {
  const { column, nulls } = SORTS[page.sortBy];
  const direction = page.descending ? 'DESC' : 'ASC';
  const order = (table: string) => `${table}.${column} ${direction} ${nulls}, ${table}.key ${direction}`;
  const { conditions, values } = describe(filter);
  const where = conditions.join(' AND ');
  const within = page.within ?? null;
  const [limit, offset, since, until] = [1, 2, 3, 4].map((n) => `$${values.length + n}`);
  const { rows } = await pg.query<ListedWorkerJob>(
    `SELECT j.key, j.type, j.state, j.ready, j.tenant_id AS "tenantId", j.priority, j.retries,
       j.original_retries AS "originalRetries", j.timeout_ms::float8 AS "timeoutMs", j.created_at AS "createdAt",
       j.available_at AS "availableAt", j.activated_at AS "activatedAt", j.worker, j.deadline, j.finished_at AS "finishedAt",
       j.error_code AS "errorCode", j.error_message AS "errorMessage", j.custom_headers AS "customHeaders",
       CASE WHEN j.variables_bytes <= ${LISTED_VARIABLES_BYTES} THEN j.variables END AS variables,
       ${msOf('statement_timestamp()')} AS now
     FROM (
       SELECT w.key FROM ${within === null ? `worker_jobs w WHERE ${where}` : lookWithin(where, since, until)}
       ORDER BY ${order('w')} LIMIT ${limit} OFFSET ${offset}
     ) page JOIN worker_jobs j USING (key) ORDER BY ${order('j')}`,
    [...values, page.limit, page.offset, ...(within === null ? [] : boundsOf(within))],
  );
  return rows;
}

/** Each stretch by itself: of a join the planner may read everything. */
const lookWithin = (where: string, since = '', until = '') =>
  `unnest(${since}::timestamptz[], ${until}::timestamptz[]) AS stretch(since, until) CROSS JOIN LATERAL (
     SELECT w.key, w.created_at, w.activated_at, w.deadline FROM worker_jobs w
     WHERE ${where} AND w.created_at >= since AND w.created_at < until OFFSET 0
   ) w`;

/** Stretches of time as two arrays, of their beginnings and their ends. */
export function boundsOf(ranges: readonly TimeRange[]): [since: string, until: string] {
  return [
    plainArray(ranges.map(({ from }) => from?.toISOString() ?? '-infinity')),
    plainArray(ranges.map(({ to }) => to?.toISOString() ?? 'infinity')),
  ];
}

/** Only conditions that the filter has: one that may be left open would keep the planner from what serves the others. What is
 * under way has an index of its own. */
function describe(filter: WorkerJobFilter): { conditions: string[]; values: unknown[] } {
  const { userId, tenantIds, states, ready, type, worker, created } = filter;
  const given: [string, unknown][] = [
    ['w.user_id = ?', userId],
    ['w.tenant_id = ANY(?::text[])', tenantIds],
    ['w.state = ANY(?::text[])', states],
    ['w.ready = ?::boolean', ready],
    ['w.type = ?', type],
    ['w.worker = ?', worker],
    ['w.created_at >= ?::timestamptz', created.from],
    ['w.created_at < ?::timestamptz', created.to],
  ];
  const applied = given.filter(([, value]) => value !== undefined && value !== null);
  const unfinished = states?.every((state) => !hasEnded(state)) === true ? ['w.finished_at IS NULL'] : [];
  return {
    conditions: [...applied.map(([condition], n) => condition.replace('?', `$${n + 1}`)), ...unfinished],
    values: applied.map(([, value]) => value),
  };
}
