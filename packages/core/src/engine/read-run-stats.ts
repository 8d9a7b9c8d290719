import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import {
  selectRunFigures,
  type Percentiles,
  type RunCount,
  type RunFigures,
  type RunStatsFilter,
} from '../db/queries/run-stats.js';
import { statsSpan, type StatsSpan, type StatsSpanName } from '../domain/run/stats-span.js';

type Totals = Record<RunCount['state'], number>;

/** How the runs of a span went. */
export interface RunStats extends Pick<StatsSpan, 'since' | 'until' | 'bucketSeconds'> {
  totals: Totals;
  /** Of those that were carried out, the share that succeeded; null when there was none. */
  successRate: number | null;
  lateness: Percentiles;
  duration: Percentiles;
  /** All of them, in order. What has not ended yet is in none. */
  buckets: (Omit<Totals, 'queued'> & { atMs: number })[];
}

/** How a user's runs of the last hour or day went, by the Postgres clock. */
export async function readRunStats(db: Db, filter: RunStatsFilter & { span: StatsSpanName }): Promise<RunStats> {
  const span = statsSpan(filter.span, await readClock(db));
  return assemble(span, await selectRunFigures(db, filter, span));
}

const nothing = (): Totals => ({ succeeded: 0, failed: 0, skipped: 0, missed: 0, cancelled: 0, queued: 0 });

function assemble({ startsMs, ...span }: StatsSpan, { counts, lateness, duration }: RunFigures): RunStats {
  const totals = nothing();
  const byStart = new Map(startsMs.map((atMs) => [atMs, nothing()]));
  for (const { atMs, state, runs } of counts) {
    totals[state] += runs;
    const bucket = byStart.get(atMs);
    if (bucket !== undefined) bucket[state] = runs;
  }
  const carriedOut = totals.succeeded + totals.failed;
  const successRate = carriedOut === 0 ? null : totals.succeeded / carriedOut;
  const buckets = [...byStart].map(([atMs, bucket]) => ({ atMs, ...bucket }));
  return { ...span, totals, successRate, lateness, duration, buckets };
}
