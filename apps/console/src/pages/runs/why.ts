import type { Components } from '@carillon/client/rest';

type Log = Components['schemas']['Log'];

type WhyName = Log['state'] | 'succeededAfter' | 'succeededWorker' | 'failedNoResponse';

/** From here on a run is said to have begun late. */
const LATE_MS = 1_000;

/** Which sentence tells what became of a run; the server's own reason goes with it where there is one. */
export function whyOf(log: Pick<Log, 'state' | 'status' | 'attempt' | 'url'>): WhyName {
  if (log.state === 'failed') return log.status === 0 ? 'failedNoResponse' : 'failed';
  if (log.state !== 'succeeded') return log.state;
  if (workerJobType(log) !== null) return 'succeededWorker';
  return log.attempt > 1 ? 'succeededAfter' : 'succeeded';
}

/** The type of the worker jobs that carry a run out; null when it calls a URL. */
export const workerJobType = ({ url }: Pick<Log, 'url'>): string | null => /^worker-job:(.*)$/s.exec(url)?.[1] ?? null;

/**
 * How late a scheduled run began, by its first attempt; null before it has begun. A run by hand is due when it is asked
 * for: it is never late.
 */
export function latenessOf(log: Pick<Log, 'type' | 'latenessMs' | 'scheduledFor' | 'attempts'>): number | null {
  if (log.type === 'MANUAL') return null;
  const [first] = log.attempts;
  if (first?.attempt !== 1 || first.startedAt === null) return log.latenessMs;
  return new Date(first.startedAt).getTime() - new Date(log.scheduledFor).getTime();
}

/** The lateness when it is worth a word. */
export function latenessWorthTelling(log: Parameters<typeof latenessOf>[0]): number | null {
  const latenessMs = latenessOf(log);
  return latenessMs !== null && latenessMs >= LATE_MS ? latenessMs : null;
}

/** Whether a run may still change. */
export const isUnderWay = ({ state }: Pick<Log, 'state'>): boolean =>
  state === 'queued' || state === 'running' || state === 'retrying';
