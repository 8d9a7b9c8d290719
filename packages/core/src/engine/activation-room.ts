import type { Queryable } from '../db/client.js';
import { listen } from '../db/listen.js';
import { findReadyTypes } from '../db/queries/activate-worker-jobs.js';
import { WORKER_JOBS_CHANNEL } from '../db/queries/worker-job-sql.js';
import {
  activateWorkerJobs,
  releaseWorkerJobs,
  type ActivatedWorkerJob,
  type ActivationWish,
} from './activate-worker-jobs.js';
import { createLine, type Line } from './activation-line.js';
import { startLoop } from './loop.js';
import { createTenantTurns } from './tenant-turns.js';

/** A worker that asks for jobs and is ready to wait for them. */
export interface ActivationWait extends ActivationWish {
  /** The credential whose waits are counted together. */
  keyId: string;
  /** How long to wait when there is nothing; 0 answers at once. */
  timeoutMs: number;
  /** Aborted when the worker has gone. */
  signal: AbortSignal;
}

export type ActivationOutcome = { kind: 'activated'; jobs: ActivatedWorkerJob[] } | { kind: 'too_many_waits' };

/** Where the long polls of a process wait; none of them holds a connection meanwhile. */
export interface ActivationRoom {
  /**
   * Resolves with jobs, or with none when the time is up, the process stops, or the worker has gone; what was activated
   * for one that has gone is given back at once.
   */
  wait(request: ActivationWait): Promise<ActivationOutcome>;
  /** There are jobs to hand out: looks for those who wait here, and lets the other processes know. */
  wake(userId: string, type: string): void;
  /** Polls that wait. */
  readonly waiting: number;
  /** Answers all waits with what they have, now and from now on. */
  drain(): void;
  close(): Promise<void>;
}

export interface ActivationRoomOptions {
  pg: Queryable;
  databaseUrl: string;
  onError: (error: Error) => void;
  /** Most waits of one credential. */
  maxWaitsPerKey?: number;
}

/** The net under NOTIFY: how long a job whose notification was lost waits for a worker that is there. */
const POLL_MS = 900;

/** Opens the waiting room of a process, with one LISTEN connection and one poll for everybody in it. */
export function createActivationRoom(options: ActivationRoomOptions): ActivationRoom {
  const { pg, databaseUrl, onError, maxWaitsPerKey = 1_000 } = options;
  const lines = new Map<string, Line>();
  const counts = new Map<string, number>();
  const turns = createTenantTurns();
  let waiting = 0;
  let draining = false;

  const activate = (wish: ActivationWish) =>
    turns.take(`${wish.userId}/${wish.type}`, (after) => activateWorkerJobs(pg, wish, after));
  const giveBack = (jobs: ActivatedWorkerJob[]) => void releaseWorkerJobs(pg, jobs).catch(onError);
  const askOnce = async (request: ActivationWait): Promise<ActivatedWorkerJob[]> => {
    const jobs = await activate(request);
    if (!request.signal.aborted) return jobs;
    giveBack(jobs);
    return [];
  };
  const lineOf = ({ userId, type }: ActivationWish): Line => {
    const name = `${userId}/${type}`;
    const known = lines.get(name);
    if (known !== undefined) return known;
    const line = createLine({ userId, type, activate, giveBack, onEmpty: () => lines.delete(name) });
    lines.set(name, line);
    return line;
  };

  const pollAll = async () => {
    const pairs = [...lines.values()].map(({ userId, type }) => ({ userId, type }));
    if (pairs.length === 0) return POLL_MS;
    for (const { userId, type } of await findReadyTypes(pg, pairs)) lines.get(`${userId}/${type}`)?.serve();
    return POLL_MS;
  };
  const poll = startLoop({ work: pollAll, onError });
  const listener = listen({
    url: databaseUrl,
    channel: WORKER_JOBS_CHANNEL,
    onNotify: (name) => lines.get(name)?.serve(),
    // What was told while nobody listened is lost: look at once.
    onConnected: () => poll.wake(),
    onError,
  });

  const join = async (request: ActivationWait): Promise<ActivationOutcome> => {
    waiting++;
    counts.set(request.keyId, (counts.get(request.keyId) ?? 0) + 1);
    try {
      return { kind: 'activated', jobs: await lineOf(request).join(request) };
    } finally {
      waiting--;
      const left = (counts.get(request.keyId) ?? 1) - 1;
      if (left > 0) counts.set(request.keyId, left);
      else counts.delete(request.keyId);
    }
  };
  return {
    wake(userId, type) {
      const name = `${userId}/${type}`;
      lines.get(name)?.serve();
      listener.tell(name);
    },
    get waiting() {
      return waiting;
    },
    async wait(request) {
      if (draining || request.signal.aborted) return { kind: 'activated', jobs: [] };
      if (request.timeoutMs === 0) return { kind: 'activated', jobs: await askOnce(request) };
      if ((counts.get(request.keyId) ?? 0) >= maxWaitsPerKey) return { kind: 'too_many_waits' };
      return join(request);
    },
    drain() {
      draining = true;
      for (const line of [...lines.values()]) line.drain();
    },
    async close() {
      this.drain();
      await Promise.all([listener.close(), poll.stop()]);
    },
  };
}
