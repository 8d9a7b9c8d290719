import type { Pool } from '@carillon/core/db/client';
import { releaseWorkerJobs, type ActivatedWorkerJob } from '@carillon/core/engine/activate-worker-jobs';
import { createActivationRoom, type ActivationRoom } from '@carillon/core/engine/activation-room';
import { createWorkerJobWriter, type WorkerJobWriter } from '@carillon/core/engine/worker-job-writer';
import type { Metrics } from '@carillon/core/telemetry/metrics';

/** What the operations on worker jobs work with. */
export interface WorkerJobs {
  pool: Pool;
  /** The name of this installation, the first part of the keys. */
  node: string;
  /** Gathers creations and completions that come together. */
  writer: WorkerJobWriter;
  /** Where long polls wait. */
  room: ActivationRoom;
  /** Measures how long the jobs of an answer had waited. */
  measure(jobs: readonly ActivatedWorkerJob[]): void;
  /** Gives jobs back that did not reach their worker; should that fail, their leases run out. */
  giveBack(jobs: readonly ActivatedWorkerJob[]): void;
}

export interface WorkerJobsOptions {
  pool: Pool;
  databaseUrl: string;
  node: string;
  /** Aborted when the process is about to stop: nobody is kept waiting then. */
  stopping: AbortSignal;
  metrics: Metrics;
  onError: (error: Error) => void;
}

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300];

/** Opens what the operations on worker jobs work with. */
export function openWorkerJobs(options: WorkerJobsOptions): WorkerJobs & { close(): Promise<void> } {
  const { pool, databaseUrl, node, stopping, metrics, onError } = options;
  const help = 'From when a worker job could be activated to when it was.';
  const waited = metrics.histogram('worker_job_wait_seconds', help, BUCKETS_SECONDS);
  const room = createActivationRoom({ pg: pool, databaseUrl, onError });
  stopping.addEventListener('abort', () => room.drain(), { once: true });
  return {
    pool,
    node,
    writer: createWorkerJobWriter({ pg: pool, node, wake: (userId, type) => room.wake(userId, type) }),
    room,
    measure(jobs) {
      for (const { waitedMs } of jobs) if (waitedMs !== null) waited.observe(waitedMs / 1_000);
    },
    giveBack: (jobs) => void releaseWorkerJobs(pool, jobs).catch(onError),
    close: () => room.close(),
  };
}
