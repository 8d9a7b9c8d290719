import { setTimeout as delay } from 'node:timers/promises';
import { askPostgres } from './ask-postgres.js';
import type { Journal, NemesisLine } from './records.js';

export interface Gauge {
  close(): Promise<void>;
}

const EVERY_MS = 250;

const COMMIT = 'CREATE TABLE IF NOT EXISTS chaos_gauge (at timestamptz); INSERT INTO chaos_gauge VALUES (now())';

/** A process that is frozen within a transaction keeps its row locks, and the outcomes of others wait for them. */
const LONGEST_WAIT = `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)) * 1000, 0)::float8 AS ms
  FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'carillon-worker'`;

/**
 * Commits a row of a table of its own again and again, on a new connection each time, and looks for how long workers wait
 * for locks; the longer of the two is noted. An outcome needs as long, on a machine that is busy or beside a process that
 * is frozen, and that is nobody's fault.
 */
export function startGauge(databaseUrl: string, journal: Journal<NemesisLine>): Gauge {
  let isOver = false;
  const measure = async () => {
    const from = Date.now();
    // While Postgres is away: as long as it was tried.
    await askPostgres(databaseUrl, COMMIT).catch(() => undefined);
    const commitMs = Date.now() - from;
    const [wait] = await askPostgres<{ ms: number }>(databaseUrl, LONGEST_WAIT).catch(() => []);
    journal.write({ kind: 'commit', ms: Math.max(commitMs, Math.round(wait?.ms ?? 0)), at: Date.now() });
  };
  const loop = (async () => {
    for (; !isOver; await delay(EVERY_MS)) await measure();
  })();
  return {
    close: () => {
      isOver = true;
      return loop;
    },
  };
}
