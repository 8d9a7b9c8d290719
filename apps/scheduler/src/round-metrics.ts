import type { Metrics } from '@carillon/core/telemetry/metrics';

/** Runs one round of a loop and notes how it went. */
export type MeasureRound = <T>(loop: string, work: () => Promise<T>) => Promise<T>;

/** Tells a loop that does its rounds from one that hangs or fails. */
export function createRoundMetrics(metrics: Metrics): MeasureRound {
  const last = metrics.gauge(
    'loop_last_success_timestamp_seconds',
    'When this process last ended a round of a loop',
    undefined,
    ['loop'],
  );
  const failed = metrics.counter('loop_rounds_failed_total', 'Rounds of loops that failed', ['loop']);
  return async (loop, work) => {
    try {
      const result = await work();
      last.setToCurrentTime({ loop });
      return result;
    } catch (error) {
      failed.inc({ loop });
      throw error;
    }
  };
}
