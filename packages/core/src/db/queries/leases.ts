import type { Queryable } from '../client.js';
import { plainArray } from '../sql.js';
import { leaseInterval } from './intervals.js';

/**
 * Prolongs leases. One that does not come back ran out, and its runs were given to others.
 * @returns the tokens that were prolonged.
 */
export async function renewLeases(pg: Queryable, tokens: readonly string[]): Promise<Set<string>> {
  const { rows } = await pg.query<{ token: string }>(
    `UPDATE run_leases SET expires_at = clock_timestamp() + ${leaseInterval} WHERE token = ANY($1::uuid[]) RETURNING token`,
    [plainArray(tokens)],
  );
  return new Set(rows.map((row) => row.token));
}

/** Ends leases whose runs have all ended. */
export async function deleteLeases(pg: Queryable, tokens: readonly string[]): Promise<void> {
  await pg.query('DELETE FROM run_leases WHERE token = ANY($1::uuid[])', [plainArray(tokens)]);
}

/** Locks leases that ran out by the Postgres clock, longest first. */
export async function lockExpiredLeases(pg: Queryable, limit: number): Promise<{ token: string; runIds: string[] }[]> {
  const { rows } = await pg.query<{ token: string; runIds: string[] }>(
    `SELECT token, run_ids AS "runIds" FROM run_leases WHERE expires_at < clock_timestamp()
     ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows;
}
