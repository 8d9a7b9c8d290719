import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import { createMetrics, type Metrics } from '@carillon/core/telemetry/metrics';
import { shownState } from './finished-run.js';

/** What a worker measures. */
export interface WorkerMetrics extends Metrics {
  finished(run: FinishedRun): void;
  stale(count: number): void;
  leaseLost(): void;
}

export interface WorkerGauges {
  callsInFlight: () => number;
  outcomesPending: () => number;
}

/** Makes the worker's metrics; the gauges are read when somebody asks. */
export function createWorkerMetrics(gauges: WorkerGauges): WorkerMetrics {
  const metrics = createMetrics('worker');
  const runs = metrics.counter('runs_finished_total', 'Attempts finished, by state and error code', ['state', 'error']);
  const lateness = metrics.histogram(
    'run_lateness_seconds',
    'From the due instant to the start of the first call',
    [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  );
  const duration = metrics.histogram(
    'call_seconds',
    'From the start of the call to the last byte',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  );
  const staleOutcomes = metrics.counter(
    'stale_outcomes_total',
    'Outcomes dropped because the run was given to another worker',
  );
  const leasesLost = metrics.counter(
    'leases_lost_total',
    'Batches whose lease ran out while this worker still held them',
  );
  metrics.gauge('calls_in_flight', 'Places for calls in use', (gauge) => gauge.set(gauges.callsInFlight()));
  metrics.gauge('outcomes_pending', 'Outcomes not yet durable', (gauge) => gauge.set(gauges.outcomesPending()));
  return {
    ...metrics,
    finished(run) {
      runs.inc({ state: shownState(run), error: run.result.error?.code ?? '' });
      // What a later attempt waited for is a back-off, or told by other figures.
      if (run.attempt === 1) lateness.observe((run.startedAt.getTime() - run.scheduledFor.getTime()) / 1_000);
      duration.observe(run.result.durationMs / 1_000);
    },
    stale: (count) => staleOutcomes.inc(count),
    leaseLost: () => leasesLost.inc(),
  };
}
