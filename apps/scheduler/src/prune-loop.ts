import { setTimeout as delay } from 'node:timers/promises';
import { startLoop, type Loop } from '@carillon/core/engine/loop';
import { pruneLedger, type PruneOutcome, type PruneStep } from '@carillon/core/engine/prune-ledger';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { SchedulerConfig } from './config.js';
import type { SchedulerMetrics } from './metrics.js';

export interface PruneDeps {
  config: SchedulerConfig;
  logger: Logger;
  metrics: SchedulerMetrics;
}

/** A process that starts has due instants to catch up with first. */
const FIRST_WITHIN_MS = 10_000;
/** A round that failed looked through much of the ledger: not at once again. */
const PAUSE_AFTER_ERROR_MS = 60_000;

/**
 * Removes what is past its retention, shortly after the start and every `PRUNE_EVERY_SECONDS`. All schedulers try, one at
 * a time does; the intervals are jittered so that they do not all try at once. Stopping waits for the batch in progress.
 */
export function startPruneLoop(deps: PruneDeps): Loop {
  const everyMs = deps.config.PRUNE_EVERY_SECONDS * 1_000;
  const stopping = new AbortController();
  let isFirst = true;
  const loop = startLoop({
    work: async () => {
      if (!isFirst) return (await pruneOnce(deps, stopping.signal)) ? jitter(everyMs) : PAUSE_AFTER_ERROR_MS;
      isFirst = false;
      return Math.random() * Math.min(FIRST_WITHIN_MS, everyMs);
    },
    onError: (error) => deps.logger.error({ err: error }, 'pruning failed'),
  });
  const stop = () => {
    stopping.abort();
    return loop.stop();
  };
  return { ...loop, stop };
}

const jitter = (ms: number) => ms * (0.9 + Math.random() / 5);

/** @returns false when it failed. */
async function pruneOnce({ config, logger, metrics }: PruneDeps, signal: AbortSignal): Promise<boolean> {
  const tally = { rows: 0, workerJobs: 0, deliveries: 0, partitions: 0, idempotencyKeys: 0 };
  const onStep = (step: PruneStep) => {
    metrics.pruned(step);
    count(tally, step);
    if ('day' in step) logger[step.kind === 'runs_deleted' ? 'debug' : 'info'](step, 'pruning a ledger partition');
  };
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);
  const start = performance.now();
  const end = (outcome: PruneOutcome['kind'] | 'failed') => {
    const seconds = (performance.now() - start) / 1_000;
    metrics.pruneEnded(outcome, seconds);
    return { event: 'ledger.pruned', outcome, ...tally, seconds };
  };
  try {
    const { kind } = await pruneLedger({ databaseUrl: config.DATABASE_URL, signal, pause, onStep });
    logger[kind === 'busy' ? 'debug' : 'info'](end(kind), 'pruning ended');
    return true;
  } catch (error) {
    logger.error({ err: error, ...end('failed') }, 'pruning failed');
    return false;
  }
}

type Tally = Record<'rows' | 'workerJobs' | 'deliveries' | 'partitions' | 'idempotencyKeys', number>;

function count(tally: Tally, step: PruneStep): void {
  if (step.kind === 'runs_deleted') tally.rows += step.rows;
  if (step.kind === 'worker_jobs_deleted') tally.workerJobs += step.rows;
  if (step.kind === 'webhook_deliveries_deleted') tally.deliveries += step.rows;
  if (step.kind === 'partition_dropped') tally.partitions += 1;
  if (step.kind === 'idempotency_keys_deleted') tally.idempotencyKeys += step.rows;
}
