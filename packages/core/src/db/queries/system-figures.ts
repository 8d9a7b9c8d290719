import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** What is under way in the whole installation. */
export interface SystemFigures {
  /** Jobs that a worker may have now. */
  ready: number;
  /** Jobs whose time has not come: later starts and back-offs. */
  waiting: number;
  active: number;
  /** Creation of the oldest ready job, epoch milliseconds; null when none is ready. */
  oldestReadyAt: number | null;
  openIncidents: number;
  databaseBytes: number;
  /** The Postgres clock, epoch milliseconds. */
  now: number;
}

/** Counts what the partial indexes hold: what is under way, never what has been. */
export async function readSystemFigures(db: Db): Promise<SystemFigures> {
  const [figures] = await rowsOf<SystemFigures>(
    db,
    sql`SELECT ready.count AS ready, ready.oldest AS "oldestReadyAt",
          (SELECT count(*)::float8 FROM worker_jobs
            WHERE state IN ('CREATED', 'FAILED_RETRYABLE') AND NOT ready) AS waiting,
          (SELECT count(*)::float8 FROM worker_jobs WHERE state = 'ACTIVE') AS active,
          (SELECT count(*)::float8 FROM incidents WHERE status = 'OPEN') AS "openIncidents",
          pg_database_size(current_database())::float8 AS "databaseBytes",
          ${epochMs(sql`statement_timestamp()`)} AS now
        FROM (SELECT count(*)::float8 AS count, ${epochMs(sql`min(created_at)`)} AS oldest
          FROM worker_jobs WHERE ready) AS ready`,
  );
  if (figures === undefined) throw new Error('Postgres gave no row for an aggregate');
  return figures;
}
