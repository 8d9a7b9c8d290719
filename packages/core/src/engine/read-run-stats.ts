import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import type { RunCount, RunFigures, RunStatsFilter } from '../db/queries/run-stats.js';
import { percentilesOf, type Percentiles } from '../domain/run/percentiles.js';
import { statsSpan, type StatsSpan, type StatsSpanName } from '../domain/run/stats-span.js';
import { readRunFigures } from './run-figures.js';

type Totals = Record<RunCount['state'], number>;

/** How the runs of a span went. */
export interface RunStats extends Pick<StatsSpan, 'since' | 'until' | 'bucketSeconds'> {
  totals: Totals;
  /** Of those that were carried out, the share that succeeded; null when there was none. */
  successRate: number | null;
  /** Null when there was nothing to measure. */
  lateness: Percentiles | null;
  duration: Percentiles | null;
  /** All of them, in order. What has not ended yet is in none. */
  buckets: (Omit<Totals, 'queued'> & { atMs: number })[];
}

/** How a user's runs of the last hour or day went, by the Postgres clock. */
export async function readRunStats(db: Db, filter: RunStatsFilter & { span: StatsSpanName }): Promise<RunStats> {
  const span = statsSpan(filter.span, await readClock(db));
  return assemble(span, await readRunFigures(db, filter, span));
}

const nothing = (): Totals => ({ succeeded: 0, failed: 0, skipped: 0, missed: 0, cancelled: 0, queued: 0 });

function assemble({ startsMs, ...span }: StatsSpan, { counts, lateness, durations }: RunFigures): RunStats {
  const totals = nothing();
  const byStart = new Map(startsMs.map((atMs) => [atMs, nothing()]));
  for (const { atMs, state, runs } of counts) {
    totals[state] += runs;
    const bucket = byStart.get(atMs);
    if (bucket !== undefined) bucket[state] = runs;
  }
  const carriedOut = totals.succeeded + totals.failed;
  return {
    ...span,
    totals,
    successRate: carriedOut === 0 ? null : totals.succeeded / carriedOut,
    lateness: percentilesOf(lateness),
    duration: percentilesOf(durations),
    buckets: [...byStart].map(([atMs, bucket]) => ({ atMs, ...bucket })),
  };
}
