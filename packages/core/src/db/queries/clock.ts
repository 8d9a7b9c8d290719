import { sql } from 'drizzle-orm';
import type { Db, Queryable } from '../client.js';
import { epochMs, rowsOf } from '../sql.js';

/** The Postgres clock, the only one that due instants and leases are compared with. */
export async function readClock(db: Db): Promise<Date> {
  const [row] = await rowsOf<{ now: number }>(db, sql`SELECT ${epochMs(sql`clock_timestamp()`)} AS now`);
  if (row === undefined) throw new Error('Postgres gave no answer when asked for its clock');
  return new Date(row.now);
}

/** The same clock for who works on a connection without a query builder. */
export async function readClockBy(pg: Queryable): Promise<Date> {
  const { rows } = await pg.query<{ now: Date }>("SELECT date_trunc('milliseconds', clock_timestamp()) AS now");
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres gave no answer when asked for its clock');
  return row.now;
}
