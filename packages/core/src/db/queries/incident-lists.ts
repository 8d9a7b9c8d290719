import { and, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { WorkerJobAccess } from '../../domain/worker-job/access.js';
import type { IncidentStatus, IncidentType } from '../../domain/worker-job/incident.js';
import type { Db, Queryable } from '../client.js';
import { incidents } from '../schema/index.js';

export type Incident = typeof incidents.$inferSelect;

export interface IncidentFilter extends WorkerJobAccess {
  status?: IncidentStatus | undefined;
  type?: IncidentType | undefined;
  /** Created at or after. */
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
}

/** A page of incidents, newest first. */
export function selectIncidents(db: Db, filter: IncidentFilter, page: { limit: number; offset: number }) {
  return db
    .select()
    .from(incidents)
    .where(and(...conditions(filter)))
    .orderBy(desc(incidents.createdAt), desc(incidents.id))
    .limit(page.limit)
    .offset(page.offset);
}

/** How many incidents a filter has. */
export function countIncidents(db: Db, filter: IncidentFilter): Promise<number> {
  return db.$count(incidents, and(...conditions(filter)));
}

/** An incident; null when there is none with this id that may be seen. */
export async function selectIncident(db: Db, access: WorkerJobAccess, id: string): Promise<Incident | null> {
  const [row] = await db
    .select()
    .from(incidents)
    .where(and(eq(incidents.id, id), ...conditions(access)));
  return row ?? null;
}

/** A job's latest incident; null when it has had none. */
export async function selectLatestIncident(db: Db, workerJobKey: string): Promise<Incident | null> {
  const [row] = await db
    .select()
    .from(incidents)
    .where(eq(incidents.workerJobKey, workerJobKey))
    .orderBy(desc(incidents.createdAt), desc(incidents.id))
    .limit(1);
  return row ?? null;
}

/** Counts by type and status, and how long the resolved ones of each took. */
export function countIncidentsByType(db: Db, filter: IncidentFilter) {
  const { type, status, createdAt, resolvedAt } = incidents;
  return db
    .select({
      type,
      status,
      count: sql<number>`count(*)::float8`,
      /** All taken together, so that averages over several groups can be made. */
      resolutionSeconds: sql<number>`coalesce(sum(extract(epoch FROM ${resolvedAt} - ${createdAt})), 0)::float8`,
    })
    .from(incidents)
    .where(and(...conditions(filter)))
    .groupBy(type, status);
}

/** Incidents that nobody has decided about, over all users, by the partial index of them. */
export async function countOpenIncidents(pg: Queryable): Promise<{ type: IncidentType; count: number }[]> {
  const { rows } = await pg.query<{ type: IncidentType; count: number }>({
    name: 'count-open-incidents',
    text: `SELECT type, count(*)::float8 AS count FROM incidents WHERE status = 'OPEN' GROUP BY type`,
  });
  return rows;
}

function conditions(filter: IncidentFilter): (SQL | undefined)[] {
  const { userId, tenantIds, status, type, createdAfter, createdBefore } = filter;
  return [
    eq(incidents.userId, userId),
    tenantIds === null ? undefined : inArray(incidents.tenantId, [...tenantIds]),
    status === undefined ? undefined : eq(incidents.status, status),
    type === undefined ? undefined : eq(incidents.type, type),
    createdAfter === undefined ? undefined : gte(incidents.createdAt, createdAfter),
    createdBefore === undefined ? undefined : lt(incidents.createdAt, createdBefore),
  ];
}
