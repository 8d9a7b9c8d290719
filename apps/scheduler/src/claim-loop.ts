import type { Db } from '@carillon/core/db/client';
import { readNextDue } from '@carillon/core/db/queries/claim-due';
import { claimDueRuns, type Claim } from '@carillon/core/engine/claim-due-runs';
import type { RunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { failAt } from '@carillon/core/engine/failpoints';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { publishRunBatches } from '@carillon/core/engine/publish-run-batches';
import type { Publisher } from '@carillon/core/queues/publish';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerConfig } from './config.js';
import type { SchedulerMetrics } from './metrics.js';

export interface ClaimLoopDeps {
  db: Db;
  partitions: RunPartitions;
  publisher: Publisher;
  config: SchedulerConfig;
  logger: Logger;
  metrics: SchedulerMetrics;
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
    work: async () => {
      await claimAllDue(deps, publishing);
      const next = await readNextDue(deps.db);
      sleepsUntil = next?.dueAt ?? new Date(8.64e15);
      return Math.min(Math.max(next?.dueInMs ?? MAX_SLEEP_MS, 0), MAX_SLEEP_MS);
    },
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

/** One claim; and while there is more than fits into one, several side by side. */
async function claimAllDue(deps: ClaimLoopDeps, publishing: Set<Promise<void>>): Promise<void> {
  const { CLAIM_BATCH, CLAIM_CONCURRENCY } = deps.config;
  const isFull = async () => (await claimOnce(deps, publishing)).cronJobs === CLAIM_BATCH;
  if (!(await isFull())) return;
  const claimer = async () => {
    while (await isFull());
  };
  await Promise.all(Array.from({ length: CLAIM_CONCURRENCY }, claimer));
}

async function claimOnce(deps: ClaimLoopDeps, publishing: Set<Promise<void>>): Promise<Claim> {
  const { db, partitions, publisher, config, logger, metrics } = deps;
  const stopTimer = metrics.claimSeconds.startTimer();
  const claim = await claimDueRuns({
    db,
    partitions,
    quotaTimezone: config.QUOTA_TIMEZONE,
    node: config.NODE_NAME,
    limit: config.CLAIM_BATCH,
    onUnreadable: (cronJobId, error) => logger.error({ cronJobId, err: error }, 'a schedule cannot be read'),
  });
  if (claim.cronJobs === 0) return claim;
  stopTimer();
  failAt('after-claim-commit', config.FAILPOINTS);
  metrics.entered(claim);
  // Not awaited: the next claim's database work overlaps with this batch's way into the queue.
  const published = publishRunBatches(db, publisher, claim.batches).then(
    () => failAt('after-publish', config.FAILPOINTS),
    (error: unknown) => logger.warn({ err: error }, 'publishing failed; the reconciler will'),
  );
  publishing.add(published);
  void published.then(() => publishing.delete(published));
  return claim;
}
