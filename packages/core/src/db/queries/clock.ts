import { sql } from 'drizzle-orm';
import type { Db } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** The Postgres clock, the only one that due instants and leases are compared with. */
export async function readClock(db: Db): Promise<Date> {
  const [row] = await rowsOf<{ now: number }>(db, sql`SELECT ${epochMs(sql`clock_timestamp()`)} AS now`);
  if (row === undefined) throw new Error('Postgres gave no answer when asked for its clock');
  return new Date(row.now);
}
