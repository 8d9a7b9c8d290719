import { and, asc, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import type { WorkerJobState } from '../../domain/worker-job/states.js';
import type { Db } from '../client.js';
import { workerJobs } from '../schema/index.js';
import { epochMs } from '../sql.js';

/** Which worker jobs of a user to list or count. */
export interface WorkerJobFilter extends WorkerJobAccess {
  states?: readonly WorkerJobState[] | undefined;
  /** Only those that may be activated now. */
  ready?: boolean | undefined;
  type?: string | undefined;
  worker?: string | undefined;
  /** Created at or after. */
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
  /** Created within so many seconds before now, by the Postgres clock. */
  withinSeconds?: number | undefined;
}

const SORT_COLUMNS = {
  created_at: workerJobs.createdAt,
  activated_at: workerJobs.activatedAt,
  deadline: workerJobs.deadline,
} as const;

export type WorkerJobSort = keyof typeof SORT_COLUMNS;

export interface WorkerJobPage {
  limit: number;
  offset: number;
  sortBy: WorkerJobSort;
  descending: boolean;
}

/** Variables beyond this are left out of listings: a page must not weigh hundreds of megabytes. */
const LISTED_VARIABLES_BYTES = 8_192;

/** A page of worker jobs. `variables` is null where they are too large for a listing; `now` is the Postgres clock. */
export function selectWorkerJobs(db: Db, filter: WorkerJobFilter, page: WorkerJobPage) {
  const direction = page.descending ? desc : asc;
  const { key, type, state, ready, tenantId, priority, retries, originalRetries, timeoutMs } = workerJobs;
  const { createdAt, availableAt, activatedAt, worker, deadline, finishedAt, errorCode, errorMessage } = workerJobs;
  const small = sql<Record<string, unknown> | null>`CASE WHEN ${workerJobs.variablesBytes} <= ${LISTED_VARIABLES_BYTES}
    THEN ${workerJobs.variables} END`;
  return db
    .select({
      ...{ key, type, state, ready, tenantId, priority, retries, originalRetries, timeoutMs },
      ...{ createdAt, availableAt, activatedAt, worker, deadline, finishedAt, errorCode, errorMessage },
      customHeaders: workerJobs.customHeaders,
      variables: small,
      now: sql<number>`${epochMs(sql`statement_timestamp()`)}`,
    })
    .from(workerJobs)
    .where(and(...conditions(filter)))
    .orderBy(sql`${direction(SORT_COLUMNS[page.sortBy])} NULLS LAST`, direction(workerJobs.key))
    .limit(page.limit)
    .offset(page.offset);
}

export type ListedWorkerJob = Awaited<ReturnType<typeof selectWorkerJobs>>[number];

/** How the worker jobs of a filter stand. */
export async function summarizeWorkerJobs(db: Db, filter: WorkerJobFilter) {
  const count = (condition: SQL) => sql<number>`(count(*) FILTER (WHERE ${condition}))::float8`;
  const { state } = workerJobs;
  const [summary] = await db
    .select({
      total: sql<number>`count(*)::float8`,
      waiting: count(sql`${state} IN ('CREATED', 'FAILED_RETRYABLE')`),
      active: count(sql`${state} = 'ACTIVE'`),
      completed: count(sql`${state} = 'COMPLETED'`),
      failed: count(sql`${state} IN ('FAILED', 'ERROR_THROWN')`),
      cancelled: count(sql`${state} = 'CANCELLED'`),
      averageSeconds: sql<number | null>`(avg(extract(epoch FROM ${workerJobs.finishedAt} - ${workerJobs.activatedAt}))
        FILTER (WHERE ${state} = 'COMPLETED'))::float8`,
    })
    .from(workerJobs)
    .where(and(...conditions(filter)));
  if (summary === undefined) throw new Error('Postgres gave no row for an aggregate');
  return summary;
}

export type WorkerJobSummary = Awaited<ReturnType<typeof summarizeWorkerJobs>>;

function conditions(filter: WorkerJobFilter): (SQL | undefined)[] {
  const { userId, tenantIds, states, ready, type, worker, createdAfter, createdBefore, withinSeconds } = filter;
  const { createdAt } = workerJobs;
  return [
    eq(workerJobs.userId, userId),
    tenantIds === null ? undefined : inArray(workerJobs.tenantId, [...tenantIds]),
    states === undefined ? undefined : inArray(workerJobs.state, [...states]),
    ready === undefined ? undefined : eq(workerJobs.ready, ready),
    type === undefined ? undefined : eq(workerJobs.type, type),
    worker === undefined ? undefined : eq(workerJobs.worker, worker),
    createdAfter === undefined ? undefined : gte(createdAt, createdAfter),
    createdBefore === undefined ? undefined : lt(createdAt, createdBefore),
    withinSeconds === undefined ? undefined : since(withinSeconds),
  ];
}

const since = (seconds: number) =>
  sql`${workerJobs.createdAt} >= statement_timestamp() - make_interval(secs => ${seconds}::float8)`;
