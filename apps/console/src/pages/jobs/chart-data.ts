import type { Components } from '@carillon/client/rest';
import { latenessOf } from '../runs/why';

type Log = Components['schemas']['Log'];

/** Columns of the two charts of a job. */
export interface JobChartData {
  at: readonly number[];
  succeeded: readonly (number | null)[];
  failed: readonly (number | null)[];
  lateness: readonly (number | null)[];
}

/** Turns runs, newest first, into columns from left to right. */
export function chartData(newestFirst: readonly Log[]): JobChartData {
  const logs = [...newestFirst].reverse();
  return {
    at: logs.map(({ scheduledFor }) => new Date(scheduledFor).getTime()),
    succeeded: logs.map(({ state, durationMs }) => (state === 'succeeded' ? durationMs : null)),
    failed: logs.map(({ state, durationMs }) => (state === 'failed' ? durationMs : null)),
    lateness: logs.map(latenessOf),
  };
}
