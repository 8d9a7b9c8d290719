import type { Queryable } from '../db/client.js';
import { readClockBy } from '../db/queries/clock.js';
import type { TimeRange } from '../domain/worker-job/totals.js';

/** When worker jobs were created; all that is given has to hold. */
export interface CreatedWithin {
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
  /** So many seconds before now, by the Postgres clock. */
  withinSeconds?: number | undefined;
}

/** The stretch of time that is meant. */
export async function resolveSpan(
  pg: Queryable,
  { createdAfter, createdBefore, withinSeconds }: CreatedWithin,
): Promise<TimeRange> {
  const starts = createdAfter === undefined ? [] : [createdAfter.getTime()];
  if (withinSeconds !== undefined) starts.push((await readClockBy(pg)).getTime() - withinSeconds * 1_000);
  return { from: starts.length === 0 ? null : new Date(Math.max(...starts)), to: createdBefore ?? null };
}
