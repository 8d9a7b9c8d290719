import type { Claim } from '@carillon/core/engine/claim-due-runs';
import { createMetrics, type Metrics } from '@carillon/core/telemetry/metrics';

/** What a scheduler measures. */
export interface SchedulerMetrics extends Metrics {
  claimSeconds: { startTimer: () => () => number };
  entered(claim: Claim): void;
  rescued(counts: { requeued: number; givenUp: number }): void;
  republished(count: number, why: 'unpublished' | 'lost_by_queue'): void;
}

/** Makes the scheduler's metrics. */
export function createSchedulerMetrics(): SchedulerMetrics {
  const metrics = createMetrics('scheduler');
  const seconds = metrics.histogram(
    'claim_seconds',
    'Time of one claim transaction that found work',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  );
  const runs = metrics.counter('runs_entered_total', 'Ledger rows written, by what became of the due instant', [
    'fate',
  ]);
  const rescues = metrics.counter('runs_rescued_total', 'Runs whose lease ran out, by verdict', ['verdict']);
  const again = metrics.counter('batches_republished_total', 'Run batches or runs published again, by cause', [
    'cause',
  ]);
  return {
    ...metrics,
    claimSeconds: { startTimer: () => seconds.startTimer() },
    entered(claim) {
      runs.inc({ fate: 'queued' }, claim.queued);
      runs.inc({ fate: 'skipped' }, claim.skipped);
      runs.inc({ fate: 'missed' }, claim.missed);
    },
    rescued(counts) {
      rescues.inc({ verdict: 'requeued' }, counts.requeued);
      rescues.inc({ verdict: 'given_up' }, counts.givenUp);
    },
    republished: (count, cause) => again.inc({ cause }, count),
  };
}
