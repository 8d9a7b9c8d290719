import type { Db } from '../db/client.js';
import { selectRunFigures, type BucketedSpan, type RunFigures, type RunStatsFilter } from '../db/queries/run-stats.js';
import type { StatsSpan } from '../domain/run/stats-span.js';

/**
 * Whoever looks at a day looks again with every run that ends, and a busy day has many rows. So what is older than this is
 * asked for once a minute, by a process; hardly any run ends so late.
 */
const RECENT_MS = 30 * 60_000;
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 50;

interface Remembered {
  /** On the monotonic clock. */
  untilMs: number;
  figures: Promise<RunFigures>;
}

const remembered = new Map<string, Remembered>();

/** The figures of a span that ends now, its older part as it was up to a minute ago. */
export async function readRunFigures(db: Db, filter: RunStatsFilter, span: StatsSpan): Promise<RunFigures> {
  const { since, until, bucketSeconds, startsMs } = span;
  // Up to and with the present: the bound is not in it.
  const now = new Date(until.getTime() + 1);
  const splitMs = startsMs.findLast((startMs) => startMs <= until.getTime() - RECENT_MS);
  if (bucketSeconds < 900 || splitMs === undefined)
    return selectRunFigures(db, filter, { since, until: now, bucketSeconds });
  const split = new Date(splitMs);
  const [older, recent] = await Promise.all([
    recall(db, filter, { since, until: split, bucketSeconds }),
    selectRunFigures(db, filter, { since: split, until: now, bucketSeconds }),
  ]);
  return {
    counts: [...older.counts, ...recent.counts],
    lateness: [...older.lateness, ...recent.lateness],
    durations: [...older.durations, ...recent.durations],
  };
}

/** Those who ask at once share one statement. */
function recall(db: Db, filter: RunStatsFilter, span: BucketedSpan): Promise<RunFigures> {
  const key = [filter.userId, filter.cronJobId, span.since.getTime(), span.until.getTime()].join();
  const known = remembered.get(key);
  if (known !== undefined && known.untilMs > performance.now()) return known.figures;
  const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  // Deleted first, so that the order of the map is the order of the questions.
  remembered.delete(key);
  const figures = selectRunFigures(db, filter, span);
  remembered.set(key, { untilMs: performance.now() + REMEMBERED_MS, figures });
  figures.catch(() => remembered.delete(key));
  return figures;
}
