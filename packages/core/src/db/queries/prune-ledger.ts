import { sql } from 'drizzle-orm';
import { runPartition } from '../../domain/run/partition.js';
import type { PlanCut, Retention } from '../../domain/run/retention.js';
import type { Db } from '../client.js';
import { plans } from '../schema/index.js';
import { arrayOf, plainArray, rowsOf } from '../sql.js';

/** For how long each plan keeps logs. */
export function readRetentions(db: Db): Promise<Retention[]> {
  return db.select({ plan: plans.name, logRetentionDays: plans.logRetentionDays }).from(plans);
}

/** Where deleting in a partition has come to. */
export interface PruneCursor {
  userId: string;
  scheduledFor: string;
}

export const PARTITION_START: PruneCursor = { userId: '', scheduledFor: '-infinity' };

/**
 * For the connection that prunes: probes `runs_by_user` once for each user, whatever the planner makes of partitions that
 * hold a few users' rows only (it would read them whole, for each user anew). A prune that a power cut undoes is done
 * again, so commits need not wait for the disk.
 */
export async function preparePruning(db: Db): Promise<void> {
  const settings = ['enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'synchronous_commit'];
  await db.execute(sql`SELECT set_config(name, 'off', false) FROM unnest(${plainArray(settings)}::text[]) AS s(name)`);
}

/**
 * Deletes up to `limit` ended rows of a partition that are past their user's retention, in the order of `runs_by_user`
 * from the cursor on: what was deleted before is not walked over again, which an old snapshot elsewhere (a backup) would
 * otherwise make ever slower. A run that was called late is kept as long from its call.
 * @returns how many, and where to go on; null when there are no more.
 */
export async function deletePastRuns(
  db: Db,
  { day, cuts, cursor, limit }: { day: string; cuts: readonly PlanCut[]; cursor: PruneCursor; limit: number },
): Promise<{ deleted: number; next: PruneCursor | null }> {
  const table = sql.identifier(runPartition(day).name);
  const [row] = await rowsOf<{ deleted: number; found: number; last: [string, string] | null }>(
    db,
    sql`WITH past AS MATERIALIZED (
          SELECT u.id AS user_id, r.scheduled_for, r.place
          FROM unnest(${arrayOf(cuts.map((cut) => cut.plan))}::text[], ${plainArray(cuts.map((cut) => cut.keptSince.toISOString()))}::timestamptz[])
            AS c(plan, kept_since)
          JOIN users u ON u.plan = c.plan AND u.id >= ${cursor.userId}
          CROSS JOIN LATERAL (
            SELECT ctid AS place, scheduled_for FROM ${table}
            WHERE user_id = u.id AND scheduled_for < c.kept_since
              AND scheduled_for >= CASE WHEN u.id = ${cursor.userId} THEN ${cursor.scheduledFor}::timestamptz ELSE '-infinity' END
              AND state <> 'queued' AND coalesce(started_at, scheduled_for) < c.kept_since
            ORDER BY scheduled_for LIMIT ${limit}
          ) r
          ORDER BY u.id, r.scheduled_for LIMIT ${limit}
        ), gone AS (
          DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT place FROM past)) AND state <> 'queued' RETURNING 1
        )
        SELECT (SELECT count(*)::int FROM gone) AS deleted, (SELECT count(*)::int FROM past) AS found,
          (SELECT ARRAY[user_id, scheduled_for::text] FROM past ORDER BY user_id DESC, scheduled_for DESC LIMIT 1) AS last`,
  );
  const [userId, scheduledFor] = row?.last ?? [];
  const isFull = row?.found === limit && userId !== undefined && scheduledFor !== undefined;
  return { deleted: row?.deleted ?? 0, next: isFull ? { userId, scheduledFor } : null };
}

/** A repeated request gets the first one's answer for this long at least. */
export const IDEMPOTENCY_KEY_HOURS = 24;

/**
 * Deletes up to `limit` idempotency keys that are past their day.
 * @returns how many.
 */
export async function deletePastIdempotencyKeys(db: Db, limit: number): Promise<number> {
  const rows = await rowsOf(
    db,
    sql`DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM idempotency_keys WHERE created_at < clock_timestamp() - ${IDEMPOTENCY_KEY_HOURS} * interval '1 hour' LIMIT ${limit}
        )) RETURNING 1`,
  );
  return rows.length;
}
