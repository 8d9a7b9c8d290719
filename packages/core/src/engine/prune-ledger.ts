import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import {
  deletePastIdempotencyKeys,
  deletePastRuns,
  PARTITION_START,
  preparePruning,
  readRetentions,
  type PruneCursor,
} from '../db/queries/prune-ledger.js';
import { deletePastDeliveries, FIRST_DELIVERY, type DeliveryCursor } from '../db/queries/prune-deliveries.js';
import { deletePastWorkerJobs, FIRST_WORKER_JOB, type WorkerJobCursor } from '../db/queries/prune-worker-jobs.js';
import { createRunPartition, listDetachedPartitions, listRunPartitions } from '../db/queries/run-partitions.js';
import { asSoleHolder } from '../db/sole-holder.js';
import { cutsOf, planPruning, type PartitionPruning, type PlanCut } from '../domain/run/retention.js';
import { removePartition } from './remove-partition.js';

/** A step that is done and committed. */
export type PruneStep =
  | { kind: 'runs_deleted'; day: string; rows: number }
  | { kind: 'partition_dropped'; day: string }
  /** Past every retention, and kept: it has runs that are not, or somebody held the ledger for too long. */
  | { kind: 'partition_kept'; day: string; because: 'needed' | 'busy' }
  | { kind: 'worker_jobs_deleted'; rows: number }
  | { kind: 'webhook_deliveries_deleted'; rows: number }
  | { kind: 'idempotency_keys_deleted'; rows: number };

export interface PruneOptions {
  databaseUrl: string;
  /** Ends the round before the next statement. */
  signal: AbortSignal;
  /** Leaves Postgres to others for a time, in milliseconds, between statements. */
  pause: (ms: number) => Promise<void>;
  onStep: (step: PruneStep) => void;
  /** Most rows in one statement. */
  batchRows?: number;
}

/** `busy`: another process is at it. `stopped`: by the signal. */
export type PruneOutcome = { kind: 'done' } | { kind: 'stopped' } | { kind: 'busy' };

/** Spells PRUN. */
const PRUNE_LOCK = 0x5052554e;

const BATCH_ROWS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

interface Round {
  db: Db;
  options: PruneOptions;
}

/**
 * Removes what is past its retention: partitions of the ledger older than any plan keeps, rows of users whose plan keeps
 * less, worker jobs and deliveries of webhooks likewise, and old idempotency keys. One process at a time does so, in
 * statements of their own that each may be the last: the next round finds what is left. Plans are read anew each round.
 */
export async function pruneLedger(options: PruneOptions): Promise<PruneOutcome> {
  const holder = { url: options.databaseUrl, applicationName: 'carillon-prune', lock: PRUNE_LOCK };
  const outcome = await asSoleHolder<PruneOutcome>(holder, async (db) => {
    await preparePruning(db);
    await prune({ db, options });
    return { kind: options.signal.aborted ? 'stopped' : 'done' };
  });
  return outcome ?? { kind: 'busy' };
}

async function prune(round: Round): Promise<void> {
  const { db, options } = round;
  await pruneIdempotencyKeys(round);
  const [now, retentions, attached, detached] = [
    await readClock(db),
    await readRetentions(db),
    await listRunPartitions(db),
    await listDetachedPartitions(db),
  ];
  await pruneWorkerJobs(round, cutsOf(retentions, now));
  await pruneDeliveries(round, cutsOf(retentions, now));
  for (const pruning of planPruning({ retentions, days: attached, now })) {
    if (options.signal.aborted) return;
    await prunePartition(round, pruning);
  }
  // Somebody began to remove these and did not finish. Attached again they are looked through like any other.
  for (const pruning of planPruning({ retentions, days: detached, now })) {
    if (options.signal.aborted) return;
    if (pruning.pastAllSince === null) continue;
    await createRunPartition(db, pruning.day);
    await prunePartition(round, pruning);
  }
}

async function prunePartition(round: Round, { day, pastAllSince, cuts }: PartitionPruning): Promise<void> {
  const { db, options } = round;
  if (pastAllSince !== null) {
    const outcome = await removePartition({ db, day, keptSince: pastAllSince, ...options });
    if (outcome === 'stopped') return;
    if (outcome === 'dropped') return options.onStep({ kind: 'partition_dropped', day });
    options.onStep({ kind: 'partition_kept', day, because: outcome });
    if (outcome === 'busy') return;
  }
  await pruneRows(round, { day, cuts });
}

async function pruneRows(round: Round, { day, cuts }: Pick<PartitionPruning, 'day' | 'cuts'>): Promise<void> {
  const { db, options } = round;
  const limit = options.batchRows ?? BATCH_ROWS;
  let cursor: PruneCursor | null = PARTITION_START;
  while (cursor !== null && !options.signal.aborted) {
    const from: PruneCursor = cursor;
    cursor = await paced(options, async () => {
      const { deleted, next } = await deletePastRuns(db, { day, cuts, cursor: from, limit });
      if (deleted > 0) options.onStep({ kind: 'runs_deleted', day, rows: deleted });
      return next;
    });
  }
}

async function pruneWorkerJobs(round: Round, cuts: readonly PlanCut[]): Promise<void> {
  const { db, options } = round;
  const limit = options.batchRows ?? BATCH_ROWS;
  let cursor: WorkerJobCursor | null = FIRST_WORKER_JOB;
  while (cursor !== null && !options.signal.aborted) {
    const from: WorkerJobCursor = cursor;
    cursor = await paced(options, async () => {
      const { deleted, next } = await deletePastWorkerJobs(db, { cuts, cursor: from, limit });
      if (deleted > 0) options.onStep({ kind: 'worker_jobs_deleted', rows: deleted });
      return next;
    });
  }
}

async function pruneDeliveries(round: Round, cuts: readonly PlanCut[]): Promise<void> {
  const { db, options } = round;
  const limit = options.batchRows ?? BATCH_ROWS;
  let cursor: DeliveryCursor | null = FIRST_DELIVERY;
  while (cursor !== null && !options.signal.aborted) {
    const from: DeliveryCursor = cursor;
    cursor = await paced(options, async () => {
      const { deleted, next } = await deletePastDeliveries(db, { cuts, cursor: from, limit });
      if (deleted > 0) options.onStep({ kind: 'webhook_deliveries_deleted', rows: deleted });
      return next;
    });
  }
}

async function pruneIdempotencyKeys(round: Round): Promise<void> {
  const { db, options } = round;
  const limit = options.batchRows ?? BATCH_ROWS;
  let rows = limit;
  while (rows === limit && !options.signal.aborted) {
    rows = await paced(options, async () => {
      const deleted = await deletePastIdempotencyKeys(db, limit);
      if (deleted > 0) options.onStep({ kind: 'idempotency_keys_deleted', rows: deleted });
      return deleted;
    });
  }
}

/** Pauses after a batch for as long as it took: when Postgres is slow because others need it, they get more of it. */
async function paced<T>({ pause }: PruneOptions, batch: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await batch();
  await pause(Math.min(performance.now() - start, LONGEST_PAUSE_MS));
  return result;
}
