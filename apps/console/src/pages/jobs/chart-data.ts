import type { Components } from '@carillon/client/rest';

type Log = Pick<Components['schemas']['Log'], 'scheduledFor' | 'state' | 'durationMs' | 'latenessMs' | 'type'>;

/** Columns of the two charts of a job. */
export interface JobChartData {
  at: readonly number[];
  succeeded: readonly (number | null)[];
  failed: readonly (number | null)[];
  lateness: readonly (number | null)[];
}

/** Turns runs, newest first, into columns from left to right. A run by hand is due when it is asked for: it has no lateness. */
export function chartData(newestFirst: readonly Log[]): JobChartData {
  const logs = [...newestFirst].reverse();
  return {
    at: logs.map(({ scheduledFor }) => new Date(scheduledFor).getTime()),
    succeeded: logs.map(({ state, durationMs }) => (state === 'succeeded' ? durationMs : null)),
    failed: logs.map(({ state, durationMs }) => (state === 'failed' ? durationMs : null)),
    lateness: logs.map(({ type, latenessMs }) => (type === 'AUTO' ? latenessMs : null)),
  };
}
