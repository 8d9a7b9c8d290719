import type { Db } from '../db/client.js';
import { newRunId } from '../db/ids.js';
import {
  advanceCronJobs,
  isTakenInstant,
  lockDueCronJobs,
  readClaimLimits,
  type ClaimLimits,
  type CronJobAdvance,
  type DueCronJob,
  type NewRun,
  type NewRunBatch,
  type TakenInstants,
} from '../db/queries/claim-due.js';
import { bookRuns, lockMonthlyUsage } from '../db/queries/usage.js';
import { grantRuns } from '../domain/quota/grant-runs.js';
import type { RunBatch } from '../domain/run/batch.js';
import { herdsOf } from '../domain/run/herds.js';
import { policyOf } from '../domain/policy/run-policy.js';
import { partitionDays } from '../domain/run/partition.js';
import { keptSince } from '../domain/run/retention.js';
import { planFirings, type FiringPlan } from '../domain/run/plan-firings.js';
import { assignBatches, withoutHerds } from './assign-batches.js';
import { enterRuns } from './enter-runs.js';
import type { RunPartitions } from './ensure-run-partitions.js';
import { makeWorkerJobsOfRuns } from './make-worker-jobs-of-runs.js';
import { decideTurns, supersedePrevious } from './take-turns.js';
import { tellOfUnrun } from './tell-of-unrun.js';
import { timetableOf } from './timetables.js';

export interface ClaimOptions {
  db: Db;
  partitions: RunPartitions;
  quotaTimezone: string;
  /** The name of this installation, the first part of the keys of worker jobs. */
  node: string;
  /** Most cron jobs in one transaction. */
  limit: number;
  /** Users whose cron jobs are passed over. */
  exceptUsers?: readonly string[];
  /** Told of a cron job whose schedule cannot be read any more; it is not due again until it is changed. */
  onUnreadable: (cronJobId: string, error: unknown) => void;
  /** Told, once it is committed, what the claim entered in the ledger. */
  onEntered?: (runs: readonly NewRun[]) => void;
}

export interface Claim {
  /** Cron jobs claimed; as many as the limit means there may be more. */
  cronJobs: number;
  /** Ledger rows by what became of them. */
  queued: number;
  skipped: number;
  missed: number;
  /** Committed to the outbox and now to be published. */
  batches: RunBatch[];
  /** There are batches of herds, to be released as their queue has room. */
  hasBacklog: boolean;
  /** Users who had so many of the cron jobs that others may be due behind them. */
  herds: string[];
}

interface Planned {
  job: DueCronJob;
  plan: FiringPlan;
}

/** Most due instants of one cron job in one transaction; after a long time down the rest follow in the next claims. */
const MAX_FIRINGS_PER_CLAIM = 100;

/**
 * Enters the due instants of cron jobs in the ledger: one short transaction that locks due jobs, books the month's
 * quota, writes the rows with their outbox batches or worker jobs, and moves the jobs on. Publishing comes after the
 * commit.
 */
export async function claimDueRuns(options: ClaimOptions): Promise<Claim> {
  let taken: TakenInstants = 'refuse';
  for (;;) {
    const outcome = await tryClaim(options, taken).catch((error: unknown) => {
      if (taken === 'leave_out' || !isTakenInstant(error)) throw error;
      return TAKEN;
    });
    if (outcome.kind === 'claimed') {
      options.onEntered?.(outcome.runs);
      return outcome.claim;
    }
    if (outcome.kind === 'taken') {
      taken = 'leave_out';
      continue;
    }
    // Not in the transaction: after a year down there may be hundreds to make, while it held the jobs and did nothing.
    await options.partitions.ensure(outcome.days);
  }
}

type ClaimOutcome =
  | { kind: 'claimed'; claim: Claim; runs: readonly NewRun[] }
  | { kind: 'partitions_missing'; days: string[] }
  | { kind: 'taken' };

/** An instant was in the ledger already, as after a restore; the claim is undone and made again with a look at each. */
const TAKEN: ClaimOutcome = { kind: 'taken' };

function tryClaim(options: ClaimOptions, taken: TakenInstants): Promise<ClaimOutcome> {
  return options.db.transaction<ClaimOutcome>(async (tx) => {
    const jobs = await lockDueCronJobs(tx, options.limit, options.exceptUsers);
    if (jobs.length === 0) return { kind: 'claimed', claim: NOTHING, runs: [] };
    const limits = await readClaimLimits(tx, new Set(jobs.map((job) => job.userId)));
    const planned = planAll(jobs, limits, options.onUnreadable);
    const runs = planned.flatMap(toRuns);
    const days = await options.partitions.missing(partitionDays(runs.map((run) => run.scheduledFor)));
    if (days.length > 0) return { kind: 'partitions_missing', days };
    const turns = await decideTurns(tx, jobs, runs);
    await grantQuota(tx, limits, runs, options.quotaTimezone);
    await supersedePrevious(tx, turns, runs);
    const batches = assignBatches(runs);
    await enterRuns(tx, runs, batches, 'AUTO', taken);
    await tellOfUnrun(tx, runs, jobs);
    await makeWorkerJobsOfRuns(tx, runs, options.node);
    await advanceCronJobs(tx, planned.map(toAdvance(runs)));
    await bookRuns(tx, queuedByUser(runs), options.quotaTimezone);
    return {
      kind: 'claimed',
      claim: { cronJobs: jobs.length, ...countByState(runs), ...sorted(batches), herds: herdsOf(jobs) },
      runs,
    };
  });
}

const NOTHING: Claim = { cronJobs: 0, queued: 0, skipped: 0, missed: 0, batches: [], hasBacklog: false, herds: [] };

function sorted(batches: readonly NewRunBatch[]): Pick<Claim, 'batches' | 'hasBacklog'> {
  const now = withoutHerds(batches);
  return { batches: now, hasBacklog: now.length < batches.length };
}

function countByState(runs: readonly NewRun[]): Pick<Claim, NewRun['state']> {
  const counts = { queued: 0, skipped: 0, missed: 0 };
  for (const run of runs) counts[run.state] += 1;
  return counts;
}

/** Nothing is older: who had no retention would lose no instant for it. */
const EVER = new Date(0);

/**
 * A schedule that cannot be read (a zone that this node does not know, say) must not stop all others, which it would as
 * the earliest due in every claim: its job is never due again until it is changed, and the operator is told.
 */
function planAll(
  jobs: readonly DueCronJob[],
  limits: readonly ClaimLimits[],
  onUnreadable: ClaimOptions['onUnreadable'],
): Planned[] {
  const now = new Date(limits[0]?.now ?? NaN);
  const kept = new Map(limits.map(({ userId, logRetentionDays }) => [userId, keptSince(now, logRetentionDays)]));
  return jobs.map((job) => {
    try {
      return { job, plan: readPlan(job, now, kept.get(job.userId) ?? EVER) };
    } catch (error) {
      onUnreadable(job.id, error);
      return { job, plan: { firings: [], nextRunAt: null } };
    }
  });
}

function readPlan(job: DueCronJob, now: Date, logsSince: Date): FiringPlan {
  const timetable = timetableOf(job);
  return planFirings({
    firstDue: new Date(job.nextRunAt),
    next: (after) => timetable.next(after)?.at ?? null,
    now,
    limit: MAX_FIRINGS_PER_CLAIM,
    keptSince: logsSince,
    policy: policyOf(job.policy),
  });
}

function toRuns({ job, plan }: Planned): NewRun[] {
  return plan.firings.map(({ at, fate, reason }) => ({
    id: newRunId(at),
    scheduledFor: at,
    cronJobId: job.id,
    userId: job.userId,
    url: job.url,
    makesWorkerJob: job.makesWorkerJob,
    state: fate === 'run' ? 'queued' : fate,
    reason,
    batchId: null,
  }));
}

/**
 * Grants the runs of users who have a monthly limit; those beyond it become skipped rows that say so. Only these users'
 * usage is locked before the work: without a limit there is nothing to decide.
 */
async function grantQuota(
  tx: Db,
  limits: readonly ClaimLimits[],
  runs: readonly NewRun[],
  timeZone: string,
): Promise<void> {
  const limited = new Map<string, number>();
  for (const { userId, monthlyRuns } of limits) if (monthlyRuns !== null) limited.set(userId, monthlyRuns);
  if (limited.size === 0) return;
  const used = await lockMonthlyUsage(tx, [...limited.keys()], timeZone);
  for (const [userId, limit] of limited) {
    const wanted = runs.filter((run) => run.userId === userId && run.state === 'queued');
    const current = used.get(userId) ?? 0;
    const { granted } = grantRuns(wanted.length, current, limit);
    for (const run of wanted.slice(granted)) {
      run.state = 'skipped';
      run.reason = { code: 'monthly_runs', limit, current: current + granted };
    }
  }
}

function queuedByUser(runs: readonly NewRun[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const run of runs) {
    if (run.state === 'queued') counts.set(run.userId, (counts.get(run.userId) ?? 0) + 1);
  }
  return counts;
}

function toAdvance(runs: readonly NewRun[]): (planned: Planned) => CronJobAdvance {
  const queued = new Map<string, { last: Date; count: number }>();
  for (const run of runs) {
    if (run.state !== 'queued') continue;
    queued.set(run.cronJobId, { last: run.scheduledFor, count: (queued.get(run.cronJobId)?.count ?? 0) + 1 });
  }
  return ({ job, plan }) => {
    const { last = null, count = 0 } = queued.get(job.id) ?? {};
    return { rowId: job.rowId, nextRunAt: plan.nextRunAt, lastRunAt: last, added: count };
  };
}
