import { sql } from 'drizzle-orm';
import type { RunQueue } from '../../domain/run/queues.js';
import type { Db } from '../client.js';
import { arrayOf, rowsOf } from '../sql.js';

/** Takes batches out of the outbox once the queue has them. */
export async function deleteRunBatches(db: Db, ids: readonly string[]): Promise<void> {
  await db.execute(sql`DELETE FROM run_batches WHERE id = ANY(${arrayOf(ids)}::uuid[])`);
}

/** Locks batches that stayed in the outbox: whoever committed them died or could not reach the queue. */
export function lockUnpublishedBatches(
  db: Db,
  limits: { olderThanMs: number; limit: number },
): Promise<{ id: string; queue: RunQueue; runIds: string[] }[]> {
  return rowsOf(
    db,
    sql`SELECT id, queue, run_ids AS "runIds" FROM run_batches
        WHERE created_at < clock_timestamp() - make_interval(secs => ${limits.olderThanMs / 1_000})
        ORDER BY created_at LIMIT ${limits.limit} FOR UPDATE SKIP LOCKED`,
  );
}
