import type { DeliverOutcome } from '@carillon/core/engine/deliver-webhook';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** What a worker measures of webhooks. */
export interface DeliveryMetrics {
  attempted(outcome: DeliverOutcome): void;
}

export function createDeliveryMetrics(metrics: Metrics, inFlight: () => number): DeliveryMetrics {
  const attempts = metrics.counter('webhook_attempts_total', 'Attempts at deliveries, by what they led to', [
    'outcome',
  ]);
  const seconds = metrics.histogram(
    'webhook_attempt_seconds',
    'From the start of an attempt to the last byte read',
    [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  );
  metrics.gauge('webhook_attempts_in_flight', 'Attempts at deliveries under way', (gauge) => gauge.set(inFlight()));
  return {
    attempted(outcome) {
      attempts.inc({ outcome: outcome.kind === 'attempted' ? outcome.decision : outcome.kind });
      if (outcome.kind === 'attempted') seconds.observe(outcome.durationMs / 1_000);
    },
  };
}
