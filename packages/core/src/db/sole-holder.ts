import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Db } from './client.js';

export interface SoleHolderOptions {
  url: string;
  applicationName: string;
  /** The number of the advisory lock. */
  lock: number;
}

/**
 * Runs `work` on a connection of its own that holds an advisory lock, and ends the connection, which frees the lock. The
 * lock is as alive as the connection: work that has lost the one cannot go on without noticing, since its statements
 * travel on it.
 * @returns null when another holds the lock.
 */
export async function asSoleHolder<T extends object>(
  options: SoleHolderOptions,
  work: (db: Db) => Promise<T>,
): Promise<T | null> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    statement_timeout: 300_000,
    query_timeout: 310_000,
    keepAlive: true,
  });
  // Its loss is told by the statement that fails; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(FREE_WHEN_LOST);
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [options.lock]);
    return rows[0]?.held === true ? await work(drizzle(client)) : null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Postgres ends the session of a holder that has frozen, or whose machine has gone without a word, within a minute. */
const FREE_WHEN_LOST = `SELECT set_config(name, value, false) FROM (VALUES
  ('idle_session_timeout', '60s'), ('tcp_keepalives_idle', '20'), ('tcp_keepalives_interval', '10'),
  ('tcp_keepalives_count', '3')) AS s(name, value)`;
