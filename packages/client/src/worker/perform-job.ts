import type { CarillonClient } from '../create-client.js';
import { reportOf, type Ending } from './decide-report.js';
import { deliverReport } from './deliver-report.js';
import { JobError, RetryLater, WorkerStopped } from './errors.js';
import { toJob, type ActivatedJob, type Handler } from './job.js';
import { keepLease } from './keep-lease.js';

/** What a worker was doing when something went wrong. */
export type Activity = 'poll' | 'lease' | 'handler' | 'report';

export interface JobWork {
  client: CarillonClient;
  handler: Handler;
  leaseMs: number;
  /** Aborted when the worker cannot wait any longer. */
  giveUp: AbortSignal;
  onError: (error: unknown, activity: Activity) => void;
}

/** What is spent on giving a job back; should it fail, its lease runs out. */
const GIVE_BACK_MS = 2_000;
const LONGEST_EXTENSION_MS = 10_000;

/** Runs the handler under a lease that is kept, and reports how it ended. Never rejects. */
export async function performJob(job: ActivatedJob, { client, handler, leaseMs, giveUp, onError }: JobWork) {
  const ours = new AbortController();
  const timeoutMs = Math.min(leaseMs / 4, LONGEST_EXTENSION_MS);
  const body = { timeout: leaseMs, activation_id: job.activation_id };
  const lease = keepLease({
    leaseMs,
    extend: (signal) => client.setWorkerJobTimeout({ path: { key: job.key }, body }, { signal, timeoutMs }),
    onLost: (lost) => {
      onError(lost, 'lease');
      ours.abort(lost);
    },
    onError: (error) => onError(error, 'lease'),
  });
  const stopped = whenAborted(giveUp);
  const ending = await Promise.race([settle(handler, toJob(job, ours.signal)), stopped.promise]);
  stopped.forget();
  lease.letGo();
  if (ending.kind === 'stopped') ours.abort(new WorkerStopped());
  if (lease.isLost) return;
  if (ending.kind === 'threw' && !isDeliberate(ending.error)) onError(ending.error, 'handler');
  const endsAt = ending.kind === 'stopped' ? performance.now() + GIVE_BACK_MS : lease.endsAt;
  await deliverReport(reportOf(ending, job.retries), {
    client,
    job,
    endsAt,
    onError: (error) => onError(error, 'report'),
  });
}

const isDeliberate = (error: unknown) => error instanceof JobError || error instanceof RetryLater;

async function settle(handler: Handler, job: Parameters<Handler>[0]): Promise<Ending> {
  try {
    return { kind: 'returned', value: await handler(job) };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

/** The signal lives as long as the worker: what waits for it must let go of it. */
function whenAborted(signal: AbortSignal): { promise: Promise<Ending>; forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<Ending>((resolve) => {
    const onAbort = () => resolve({ kind: 'stopped' });
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    forget = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, forget: () => forget() };
}
