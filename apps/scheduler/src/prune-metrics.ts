import type { PruneOutcome, PruneStep } from '@carillon/core/engine/prune-ledger';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** What a scheduler measures of pruning. */
export interface PruneMetrics {
  pruned(step: PruneStep): void;
  pruneEnded(outcome: PruneOutcome['kind'] | 'failed', seconds: number): void;
}

/** Rows are counted as they go, so that a long round shows its progress. */
export function createPruneMetrics(metrics: Metrics): PruneMetrics {
  const rows = metrics.counter('rows_pruned_total', 'Rows deleted because they were past their retention', ['table']);
  const partitions = metrics.counter('partitions_pruned_total', 'Ledger partitions past every retention, by fate', [
    'fate',
  ]);
  const rounds = metrics.counter('prune_rounds_total', 'Rounds of pruning, by outcome', ['outcome']);
  const seconds = metrics.histogram(
    'prune_seconds',
    'Time of a round of pruning that was done',
    [1, 5, 30, 120, 600, 3_600],
  );
  const last = metrics.gauge('prune_last_success_timestamp_seconds', 'When this process last ended a round of pruning');
  return {
    pruned(step) {
      if (step.kind === 'runs_deleted') rows.inc({ table: 'runs' }, step.rows);
      if (step.kind === 'worker_jobs_deleted') rows.inc({ table: 'worker_jobs' }, step.rows);
      if (step.kind === 'webhook_deliveries_deleted') rows.inc({ table: 'webhook_deliveries' }, step.rows);
      if (step.kind === 'idempotency_keys_deleted') rows.inc({ table: 'idempotency_keys' }, step.rows);
      if (step.kind === 'partition_dropped') partitions.inc({ fate: 'dropped' });
      if (step.kind === 'partition_kept') partitions.inc({ fate: step.because });
    },
    pruneEnded(outcome, took) {
      rounds.inc({ outcome });
      if (outcome !== 'done') return;
      seconds.observe(took);
      last.setToCurrentTime();
    },
  };
}
