import { STATS_SPAN_NAMES } from '@carillon/core/domain/run/stats-span';
import { z } from 'zod';

const instant = z.iso.datetime();

const count = z.int();

const ended = { succeeded: count, failed: count, skipped: count, missed: count, cancelled: count };

const percentiles = z.object({ p50Ms: z.int(), p99Ms: z.int() }).nullable();

/** Which figures of runs. */
export const runStatsQuery = z.strictObject({
  span: z
    .enum(STATS_SPAN_NAMES)
    .default('hour')
    .meta({ description: 'The last hour in buckets of a minute, or the last day in buckets of a quarter.' }),
  jobId: z.string().optional().meta({ description: 'Of one job; of all, unless said.' }),
});

/** How runs went. */
export const runStats = z
  .object({
    span: z.enum(STATS_SPAN_NAMES),
    since: instant.meta({ description: 'Runs due at or after.' }),
    until: instant.meta({ description: 'And up to: now.' }),
    bucketSeconds: z.int(),
    totals: z.object({ ...ended, queued: count.meta({ description: 'Not ended yet.' }) }),
    successRate: z
      .number()
      .nullable()
      .meta({ description: 'Share of `succeeded` in `succeeded` and `failed`, 0 to 1; null when there is neither.' }),
    lateness: percentiles.meta({ description: 'From due to begun, of scheduled runs; null when none has begun.' }),
    duration: percentiles.meta({ description: 'Of the last call of a run; null when there was none.' }),
    buckets: z
      .array(z.object({ at: instant.meta({ description: 'Where it begins.' }), ...ended }))
      .meta({ description: 'All of the span, in order. A run is in the bucket that it was due in.' }),
  })
  .meta({ id: 'RunStats' });
