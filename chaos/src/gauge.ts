import { setTimeout as delay } from 'node:timers/promises';
import { askPostgres } from './ask-postgres.js';
import type { Journal, NemesisLine } from './records.js';

export interface Gauge {
  close(): Promise<void>;
}

const EVERY_MS = 250;

/**
 * Commits a row of a table of its own again and again, on a new connection each time, and notes how long it took: on a
 * machine that is busy an outcome needs as long, and that is nobody's fault.
 */
export function startGauge(databaseUrl: string, journal: Journal<NemesisLine>): Gauge {
  let isOver = false;
  const measure = async () => {
    const from = Date.now();
    const text = 'CREATE TABLE IF NOT EXISTS chaos_gauge (at timestamptz); INSERT INTO chaos_gauge VALUES (now())';
    // While Postgres is away: as long as it was tried.
    await askPostgres(databaseUrl, text).catch(() => undefined);
    journal.write({ kind: 'commit', ms: Date.now() - from, at: Date.now() });
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
