import type { Pool } from '@carillon/core/db/client';
import { releaseWorkerJobs, type ActivatedWorkerJob } from '@carillon/core/engine/activate-worker-jobs';
import { createActivationRoom, type ActivationRoom } from '@carillon/core/engine/activation-room';
import { createWorkerJobWriter, type WorkerJobWriter } from '@carillon/core/engine/worker-job-writer';

/** What the operations on worker jobs work with. */
export interface WorkerJobs {
  pool: Pool;
  /** The name of this installation, the first part of the keys. */
  node: string;
  /** Gathers creations and completions that come together. */
  writer: WorkerJobWriter;
  /** Where long polls wait. */
  room: ActivationRoom;
  /** Gives jobs back that did not reach their worker; should that fail, their leases run out. */
  giveBack(jobs: readonly ActivatedWorkerJob[]): void;
}

export interface WorkerJobsOptions {
  pool: Pool;
  databaseUrl: string;
  node: string;
  /** Aborted when the process is about to stop: nobody is kept waiting then. */
  stopping: AbortSignal;
  onError: (error: Error) => void;
}

/** Opens what the operations on worker jobs work with. */
export function openWorkerJobs(options: WorkerJobsOptions): WorkerJobs & { close(): Promise<void> } {
  const { pool, databaseUrl, node, stopping, onError } = options;
  const room = createActivationRoom({ pg: pool, databaseUrl, onError });
  stopping.addEventListener('abort', () => room.drain(), { once: true });
  return {
    pool,
    node,
    writer: createWorkerJobWriter(pool, node),
    room,
    giveBack: (jobs) => void releaseWorkerJobs(pool, jobs).catch(onError),
    close: () => room.close(),
  };
}
