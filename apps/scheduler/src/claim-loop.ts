import type { Db } from '@carillon/core/db/client';
import { readNextDue } from '@carillon/core/db/queries/claim-due';
import { claimDueRuns, type Claim } from '@carillon/core/engine/claim-due-runs';
import type { RunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { failAt } from '@carillon/core/engine/failpoints';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { publishRunBatches } from '@carillon/core/engine/publish-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import type { SchedulerConfig } from './config.js';
import type { SchedulerMetrics } from './metrics.js';
import type { ReleaseLoop } from './release-loop.js';
import { traceClaim, type OnEntered } from './trace-claim.js';

export interface ClaimLoopDeps {
  db: Db;
  partitions: RunPartitions;
  publisher: Publisher;
  config: SchedulerConfig;
  logger: Logger;
  metrics: SchedulerMetrics;
  tracing: Tracing | null;
  /** Lets herds into their queue. */
  releasing: ReleaseLoop;
}

export interface ClaimLoop extends Loop {
  /** Wakes the loop if a cron job became due earlier than it would look by itself. */
  wakeBy(dueAt: Date): void;
  /** Ends after the round in progress, once what was claimed is in the queue or is known not to be. */
  stop(): Promise<void>;
}

/** The safety net under NOTIFY: nothing that became due waits longer than this to be seen. */
const MAX_SLEEP_MS = 1_000;

/** Claims what is due, publishes it, and sleeps until the next due instant. */
export function startClaimLoop(deps: ClaimLoopDeps): ClaimLoop {
  let sleepsUntil = new Date(0);
  const publishing = new Set<Promise<void>>();
  const loop = startLoop({
    work: () =>
      deps.metrics.measureRound('claim', async () => {
        await claimAllDue(deps, publishing);
        const next = await readNextDue(deps.db);
        sleepsUntil = next?.dueAt ?? new Date(8.64e15);
        return Math.min(Math.max(next?.dueInMs ?? MAX_SLEEP_MS, 0), MAX_SLEEP_MS);
      }),
    onError: (error) => {
      // A partition may have been dropped behind our back; ask again.
      deps.partitions.forget();
      deps.logger.error({ err: error }, 'claiming due cron jobs failed');
    },
  });
  return {
    ...loop,
    wakeBy(dueAt) {
      if (dueAt < sleepsUntil) loop.wake();
    },
    async stop() {
      await loop.stop();
      await Promise.all(publishing);
    },
  };
}

/**
 * While some users have more due than fits into a claim, one of the claims looks for what is due behind them; no more
 * often than this, since it reads past all that they have.
 */
const LOOK_BEHIND_EVERY_MS = 300;

/**
 * One claim; and while there is more than fits into one, several side by side. Once workers are taking from the backlog
 * that they make, one after the other: what is claimed waits anyway, and the calls before it want the processor more.
 */
async function claimAllDue(deps: ClaimLoopDeps, publishing: Set<Promise<void>>): Promise<void> {
  const { CLAIM_BATCH, CLAIM_CONCURRENCY } = deps.config;
  const herds = new Set<string>();
  const isFull = async (exceptUsers: readonly string[] = []) => {
    const claim = await traceClaim(deps.tracing, (onEntered) =>
      claimOnce(deps, publishing, { exceptUsers, onEntered }),
    );
    for (const userId of claim.herds) herds.add(userId);
    return claim.cronJobs === CLAIM_BATCH;
  };
  if (!(await isFull())) return;
  let lookedAt = -Infinity;
  const lookBehind = async () => {
    if (herds.size === 0 || performance.now() - lookedAt < LOOK_BEHIND_EVERY_MS) return;
    lookedAt = performance.now();
    while (await isFull([...herds]));
    lookedAt = performance.now();
  };
  const claimer = async (isFirst: boolean) => {
    do await lookBehind();
    while ((isFirst || !deps.releasing.isTaken) && (await isFull()));
  };
  await Promise.all(Array.from({ length: CLAIM_CONCURRENCY }, (_, i) => claimer(i === 0)));
}

async function claimOnce(
  deps: ClaimLoopDeps,
  publishing: Set<Promise<void>>,
  { exceptUsers, onEntered }: { exceptUsers: readonly string[]; onEntered: OnEntered | undefined },
): Promise<Claim> {
  const { db, partitions, publisher, config, logger, metrics } = deps;
  const stopTimer = metrics.claimSeconds.startTimer();
  const claim = await claimDueRuns({
    db,
    partitions,
    quotaTimezone: config.QUOTA_TIMEZONE,
    node: config.NODE_NAME,
    limit: config.CLAIM_BATCH,
    exceptUsers,
    onUnreadable: (cronJobId, error) => logger.error({ cronJobId, err: error }, 'a schedule cannot be read'),
    ...(onEntered && { onEntered }),
  });
  if (claim.cronJobs === 0) return claim;
  stopTimer();
  failAt('after-claim-commit', config.FAILPOINTS);
  metrics.entered(claim);
  if (claim.hasBacklog) deps.releasing.wake();
  // Not awaited: the next claim's database work overlaps with this batch's way into the queue.
  const published = publishRunBatches(db, publisher, claim.batches).then(
    () => failAt('after-publish', config.FAILPOINTS),
    (error: unknown) => logger.warn({ err: error }, 'publishing failed; the reconciler will'),
  );
  publishing.add(published);
  void published.then(() => publishing.delete(published));
  return claim;
}
