import { setImmediate as nextTurn } from 'node:timers/promises';
import { intervalOf } from '../domain/quota/check-definition.js';

/** Longest stretch, in ms, in which a process does nothing else: a user may have very many schedules. */
const MAX_STRETCH_MS = 10;

/** The shortest interval of each schedule, in seconds; those known already are not computed again. */
export async function learnIntervals(
  schedules: Iterable<string>,
  known: ReadonlyMap<string, number> = new Map(),
): Promise<ReadonlyMap<string, number>> {
  const intervals = new Map(known);
  let since = performance.now();
  for (const schedule of schedules) {
    if (intervals.has(schedule)) continue;
    intervals.set(schedule, intervalOf(schedule));
    if (performance.now() - since < MAX_STRETCH_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return intervals;
}
