import type { Db } from '../db/client.js';
import { newRunId } from '../db/ids.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { countBackfilled } from '../db/queries/backfill.js';
import type { NewRun, NewRunBatch } from '../db/queries/claim-due.js';
import { readClock } from '../db/queries/clock.js';
import { lockCronJob, type CronJob } from '../db/queries/cron-jobs.js';
import { bookRuns, lockMonthlyUsage } from '../db/queries/usage.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import type { Actor } from '../domain/audit/actor.js';
import { isCronJobId } from '../domain/ids.js';
import { countFates, type BackfillFate, type BackfillItem } from '../domain/policy/plan-backfill.js';
import { policyOf } from '../domain/policy/run-policy.js';
import { grantRuns } from '../domain/quota/grant-runs.js';
import { partitionDays } from '../domain/run/partition.js';
import { keptSince } from '../domain/run/retention.js';
import { assignBatches, withoutHerds } from './assign-batches.js';
import { enterRuns } from './enter-runs.js';
import { chooseBackfill, freeInstants } from './find-backfill.js';
import { makeWorkerJobsOfRuns } from './make-worker-jobs-of-runs.js';
import { publishRunBatches } from './publish-run-batches.js';
import type { ManualRunDeps } from './request-manual-run.js';
import { decideTurns } from './take-turns.js';

export interface BackfillRequest {
  userId: string;
  cronJobId: string;
  /** What was due from the first instant on and before the second. */
  from: Date;
  to: Date;
  include: readonly BackfillFate[];
  /** Tells what would be done, and does nothing. */
  dryRun: boolean;
  actor: Actor;
}

/** What was done, or would be. */
export interface Backfill {
  kind: 'done';
  /** By the order of their instants; without a run when nothing was done. */
  items: (BackfillItem & { runId: string | null })[];
  repeatedBefore: number;
  /** What there is no room for now: among those that wait for their turn, and in the month. */
  left: { turns: number; quota: number };
}

export type BackfillOutcome =
  | Backfill
  | { kind: 'not_found' }
  | { kind: 'disabled' }
  | { kind: 'too_many' }
  | { kind: 'past_retention'; days: number };

type Attempt =
  | { kind: 'refused' | 'done'; outcome: BackfillOutcome; batches: NewRunBatch[] }
  | { kind: 'partitions_missing'; days: string[] };

/**
 * Makes up for due instants that were not run, or failed: those that the ledger lacks get a row of their own, all others a
 * run that repeats them. One transaction under the lock of the cron job, so that nothing is made up for twice.
 */
export async function backfillRuns(deps: ManualRunDeps, request: BackfillRequest): Promise<BackfillOutcome> {
  if (!isCronJobId(request.cronJobId)) return { kind: 'not_found' };
  for (;;) {
    const attempt = await deps.db.transaction((tx) => tryBackfill(tx, deps, request));
    if (attempt.kind === 'partitions_missing') {
      await deps.partitions.ensure(attempt.days);
      continue;
    }
    await publishRunBatches(deps.db, deps.publisher, withoutHerds(attempt.batches)).catch((error: unknown) => {
      deps.onPublishError(error instanceof Error ? error : new Error(String(error)));
    });
    return attempt.outcome;
  }
}

const refused = (outcome: BackfillOutcome): Attempt => ({ kind: 'refused', outcome, batches: [] });

async function tryBackfill(tx: Db, deps: ManualRunDeps, request: BackfillRequest): Promise<Attempt> {
  const job = await lockCronJob(tx, request.userId, request.cronJobId);
  const plan = job === null ? null : await selectPlanOfUser(tx, request.userId);
  if (job === null || plan === null) return refused({ kind: 'not_found' });
  if (!job.enabled) return refused({ kind: 'disabled' });
  const now = await readClock(tx);
  const { logRetentionDays: days, monthlyRuns } = plan;
  if (request.from < keptSince(now, days)) return refused({ kind: 'past_retention', days });
  const chosen = await chooseBackfill(tx, job, request, now);
  if (chosen === null) return refused({ kind: 'too_many' });
  const pairs = await toRuns(tx, job, chosen.items, now);
  const dueDays = partitionDays(pairs.map(({ run }) => run.scheduledFor));
  const missing = await deps.partitions.missing(dueDays, tx);
  if (missing.length > 0) return { kind: 'partitions_missing', days: missing };
  const { granted, left } = await grant(tx, job, pairs, { monthlyRuns, timeZone: deps.quotaTimezone });
  const items = granted.map(({ item, run }) => ({ ...item, runId: request.dryRun ? null : run.id }));
  const outcome: Backfill = { kind: 'done', items, repeatedBefore: chosen.repeatedBefore, left };
  const batches = request.dryRun || granted.length === 0 ? [] : await enter(tx, deps, job, { request, granted });
  return { kind: 'done', outcome, batches };
}

/** Of the runs, earliest first, those that may wait for their turn and that the month has room for. */
async function grant(
  tx: Db,
  job: CronJob,
  pairs: readonly Pair[],
  { monthlyRuns, timeZone }: { monthlyRuns: number | null; timeZone: string },
): Promise<Pick<Backfill, 'left'> & { granted: Pair[] }> {
  // One after the other where the policy does not allow two at a time; they were asked for, so none is skipped for it.
  const isExclusive = policyOf(job.policy).overlap !== 'allow';
  const taker = { id: job.id, policy: isExclusive ? ({ overlap: 'queue' } as const) : null };
  await decideTurns(
    tx,
    [taker],
    pairs.map(({ run }) => run),
  );
  const fitting = pairs.filter(({ run }) => run.state === 'queued');
  const used = (await lockMonthlyUsage(tx, [job.userId], timeZone)).get(job.userId) ?? 0;
  const granted = fitting.slice(0, grantRuns(fitting.length, used, monthlyRuns).granted);
  return { granted, left: { turns: pairs.length - fitting.length, quota: fitting.length - granted.length } };
}

interface Pair {
  item: BackfillItem;
  run: NewRun;
}

async function toRuns(tx: Db, job: CronJob, items: readonly BackfillItem[], now: Date): Promise<Pair[]> {
  const instants = await freeInstants(tx, job.id, items.filter((item) => item.replayOf !== null).length, now);
  const { id: cronJobId, userId, target } = job;
  const url = job.url ?? `worker-job:${target?.type ?? ''}`;
  const facts = { cronJobId, userId, url, makesWorkerJob: target !== null };
  return items.map((item) => {
    const at = item.replayOf === null ? item.at : (instants.shift() ?? now);
    const replay = item.replayOf === null ? {} : { replayOf: item.replayOf };
    const run = { ...facts, ...replay, id: newRunId(at), scheduledFor: at, batchId: null, reason: null };
    return { item, run: { ...run, state: 'queued' } };
  });
}

async function enter(
  tx: Db,
  deps: ManualRunDeps,
  job: CronJob,
  { request, granted }: { request: BackfillRequest; granted: readonly Pair[] },
): Promise<NewRunBatch[]> {
  const runs = granted.map(({ run }) => run);
  const batches = assignBatches(runs);
  const anew = runs.filter((run) => run.replayOf === undefined);
  const repeats = runs.filter((run) => run.replayOf !== undefined);
  if (anew.length > 0) await enterRuns(tx, anew, [], 'AUTO');
  await enterRuns(tx, repeats, batches, 'MANUAL');
  await makeWorkerJobsOfRuns(tx, runs, deps.node);
  const last = new Date(Math.max(...runs.map((run) => run.scheduledFor.getTime())));
  await countBackfilled(tx, job.id, { count: runs.length, last });
  const { from, to, actor } = request;
  const details = { name: job.name, from, to, ...countFates(granted.map(({ item }) => item)) };
  const { userId } = job;
  await insertAuditEvents(tx, [{ userId, actor, action: 'cron_job.backfilled', resourceId: job.id, details }]);
  await bookRuns(tx, new Map([[userId, runs.length]]), deps.quotaTimezone);
  return batches;
}
