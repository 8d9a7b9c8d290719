import { sql } from 'drizzle-orm';
import type { Db, Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { dueRange } from './start-runs.js';

/** Notes the span that a run is part of. With the run and not its batch: it stays when attempts and workers change. */
export async function noteTraceparent(
  tx: Db,
  run: { id: string; scheduledFor: Date },
  traceparent: string,
): Promise<void> {
  await tx.execute(
    sql`UPDATE runs SET traceparent = ${traceparent}
        WHERE id = ${run.id}::uuid AND scheduled_for = ${run.scheduledFor.toISOString()}::timestamptz`,
  );
}

/** The spans that runs are part of, by run; those that no request began have none. */
export async function readTraceparents(pg: Queryable, runIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await pg.query<{ id: string; traceparent: string }>(
    `SELECT id, traceparent FROM runs
     WHERE id = ANY($1::uuid[]) AND scheduled_for BETWEEN $2::timestamptz AND $3::timestamptz AND traceparent IS NOT NULL`,
    [plainArray(runIds), ...dueRange(runIds)],
  );
  return new Map(rows.map((row) => [row.id, row.traceparent]));
}
