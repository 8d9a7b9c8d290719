import type { Db } from '../db/client.js';
import { selectReplayed, selectScheduledRuns, selectTakenInstants, type Span } from '../db/queries/backfill.js';
import type { CronJob } from '../db/queries/cron-jobs.js';
import { planBackfill, replayInstants, type BackfillFate, type BackfillPlan } from '../domain/policy/plan-backfill.js';
import { timetableOf } from './timetables.js';

/** Most due instants that one backfill looks at. */
export const MAX_BACKFILL = 1_000;

/**
 * Chooses what of a span is to be made up for; null when there is too much. What is not due yet, or due and about to be
 * claimed, is left to the schedule. The cron job is locked by this transaction.
 */
export async function chooseBackfill(
  tx: Db,
  job: CronJob,
  { from, to, include }: Span & { include: readonly BackfillFate[] },
  now: Date,
): Promise<BackfillPlan | null> {
  const end = new Date(Math.min(to.getTime(), now.getTime(), job.nextRunAt?.getTime() ?? Infinity));
  const due = dueInstants(job, { from, to: end });
  const ledger = await selectScheduledRuns(tx, job.id, { from, to: end }, MAX_BACKFILL + 1);
  if (due.length > MAX_BACKFILL || ledger.length > MAX_BACKFILL) return null;
  const replayed = await selectReplayed(
    tx,
    ledger.map((run) => run.runId),
    from,
  );
  const known = ledger.map(({ runId, atMs, state }) => ({
    runId,
    at: new Date(atMs),
    state,
    replayed: replayed.has(runId),
  }));
  return planBackfill({ due, ledger: known, include });
}

/** One more than may be, if there are. */
function dueInstants(job: CronJob, { from, to }: Span): Date[] {
  const timetable = timetableOf(job);
  const instants: Date[] = [];
  let next = timetable.next(new Date(from.getTime() - 1));
  while (next !== null && next.at < to && instants.length <= MAX_BACKFILL) {
    instants.push(next.at);
    next = timetable.next(next.at);
  }
  return instants;
}

/** Instants for `count` repeats, none of which the ledger has of the cron job. */
export async function freeInstants(tx: Db, cronJobId: string, count: number, now: Date): Promise<Date[]> {
  if (count === 0) return [];
  // Twice as many milliseconds as there are repeats, and some: the last of them may be taken.
  const span = { from: new Date(now.getTime() - 2 * count - 1_000), to: now };
  return replayInstants(count, now, await selectTakenInstants(tx, cronJobId, span));
}
