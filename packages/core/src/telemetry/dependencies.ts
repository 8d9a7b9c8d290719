import type { Pool } from '../db/client.js';
import { readClockBy } from '../db/queries/clock.js';
import { trackFigures } from './figures.js';
import type { Metrics } from './metrics.js';

/** What a process depends on. */
export interface Dependencies {
  pool: Pool;
  /** By name: resolves to whether it answers, rejects where it does not. */
  parts: Record<string, () => Promise<unknown>>;
}

/** A part that takes longer is not there, whatever it says later. */
const ANSWER_WITHIN_MS = 2_000;

/** Measures, when somebody reads the metrics, what is there of what a process needs, and its connections to Postgres. */
export function measureDependencies(metrics: Metrics, { pool, parts }: Dependencies): void {
  trackFigures(metrics, {
    helps: { dependency_up: '1 while a part that this process needs answers, 0 while it does not' },
    labels: ['dependency'],
    read: () =>
      Promise.all(
        Object.entries(parts).map(async ([dependency, ask]) => ({
          labels: { dependency },
          values: { dependency_up: (await answers(ask())) ? 1 : 0 },
        })),
      ),
  });
  trackFigures(metrics, {
    helps: {
      database_connections_busy: 'Connections of the pool that somebody uses',
      database_connections_max: 'Most connections that the pool makes',
      database_queries_waiting: 'Those who wait for a connection of the pool',
    },
    read: () =>
      Promise.resolve([
        {
          values: {
            database_connections_busy: pool.totalCount - pool.idleCount,
            database_connections_max: pool.options.max,
            database_queries_waiting: pool.waitingCount,
          },
        },
      ]),
  });
  const help = 'By how much the clock of this process is ahead of that of Postgres; half the round trip is taken off';
  metrics.gauge('clock_offset_seconds', help, async (gauge) => gauge.set(await clockOffset(pool)));
}

async function clockOffset(pool: Pool): Promise<number> {
  const connection = await pool.connect();
  try {
    const before = Date.now();
    const theirs = await readClockBy(connection);
    return ((before + Date.now()) / 2 - theirs.getTime()) / 1_000;
  } finally {
    connection.release();
  }
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  const said = question.then(
    (answer) => answer !== false,
    () => false,
  );
  return Promise.race([said, late]).finally(() => clearTimeout(timer));
}
