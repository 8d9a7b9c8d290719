import { setTimeout as delay } from 'node:timers/promises';
import type { CarillonClient } from '../create-client.js';
import { nextPollSize, NO_STREAK, pauseAfter, type PollOutcome } from './decide-poll.js';
import type { ActivatedJob, Handler } from './job.js';
import { performJob, type Activity } from './perform-job.js';
import type { LaneSettings } from './worker-options.js';

/** The jobs of one type in one worker. */
export interface LaneOptions {
  client: CarillonClient;
  type: string;
  /** The worker's name. */
  worker: string;
  handler: Handler;
  settings: LaneSettings;
  onError: (error: unknown, context: { type: string; activity: Activity; jobKey: string | null }) => void;
}

export interface Lane {
  /** Polls no more; resolves when no handler runs any more. A poll that waits is broken off: the server takes back its jobs. */
  drain(): Promise<void>;
  /** Gives back what is still running. */
  giveUp(): void;
}

/** What a poll may take beyond the wait that it asks for. */
const POLL_MARGIN_MS = 10_000;

/** Begins to poll for jobs and to hand them to the handler. */
export function startLane({ client, type, worker, handler, settings, onError }: LaneOptions): Lane {
  const { concurrency, maxJobs, leaseMs } = settings;
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const running = new Set<Promise<void>>();
  // Told when a place is free and when the lane stops; nobody listens in between, and nothing piles up.
  let wake = (): void => undefined;
  stopping.signal.addEventListener('abort', () => wake(), { once: true });

  const begin = (job: ActivatedJob) => {
    const tell = (error: unknown, activity: Activity) => onError(error, { type, activity, jobKey: job.key });
    const work = performJob(job, { client, handler, leaseMs, giveUp: givingUp.signal, onError: tell });
    const entry: Promise<void> = work.finally(() => {
      running.delete(entry);
      wake();
    });
    running.add(entry);
  };

  const pollOnce = async (size: number): Promise<PollOutcome> => {
    const askedAt = performance.now();
    try {
      const { jobs } = await activate(client, { type, worker, size, settings, signal: stopping.signal });
      jobs.forEach(begin);
      return jobs.length > 0 ? { kind: 'jobs' } : { kind: 'nothing', tookMs: performance.now() - askedAt };
    } catch (error) {
      if (!stopping.signal.aborted) onError(error, { type, activity: 'poll', jobKey: null });
      return { kind: 'failed', error };
    }
  };

  const work = async () => {
    let streak = NO_STREAK;
    while (!stopping.signal.aborted) {
      const size = nextPollSize({ running: running.size, concurrency, maxJobs });
      if (size === 0) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const { pauseMs, ...next } = pauseAfter(await pollOnce(size), streak, Math.random());
      streak = next;
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const working = work();
  return {
    async drain() {
      stopping.abort();
      await working;
      await Promise.all(running);
    },
    giveUp: () => givingUp.abort(),
  };
}

interface Poll {
  type: string;
  worker: string;
  size: number;
  settings: LaneSettings;
  signal: AbortSignal;
}

function activate(client: CarillonClient, { type, worker, size, settings, signal }: Poll) {
  const { leaseMs, requestTimeoutMs, fetchVariables, tenantIds } = settings;
  const body = {
    type,
    worker,
    max_jobs: size,
    timeout: leaseMs,
    request_timeout: requestTimeoutMs,
    ...(fetchVariables !== null && { fetch_variables: fetchVariables }),
    ...(tenantIds !== null && { tenant_ids: tenantIds }),
  };
  return client.activateWorkerJobs({ body }, { signal, timeoutMs: requestTimeoutMs + POLL_MARGIN_MS });
}
