import { createHash } from 'node:crypto';
import type { Database, Queryable } from '../db/client.js';
import { inTransaction } from '../db/client.js';
import { newWorkerJobKey } from '../db/ids.js';
import {
  insertWorkerJobs,
  insertWorkerJobsUntold,
  type MadeWorkerJob,
  type NewWorkerJob,
} from '../db/queries/create-worker-jobs.js';
import { takeWorkerJobKeys } from '../db/queries/worker-job-idempotency.js';

/** A worker job as somebody describes it, with all defaults filled in and all limits checked. */
export type WorkerJobDraft = Omit<NewWorkerJob, 'key'>;

export type { MadeWorkerJob };

/**
 * Makes worker jobs, all or none, and wakes the workers that wait for them.
 * @param node the name of this installation, the first part of the keys.
 */
export async function createWorkerJobs(
  pg: Queryable,
  node: string,
  drafts: readonly WorkerJobDraft[],
): Promise<MadeWorkerJob[]> {
  const jobs = withKeys(node, drafts);
  return inOrder(jobs, await insertWorkerJobs(pg, jobs));
}

/**
 * Makes worker jobs, all or none, and then lets `wake` know of which users' types there are more to hand out. Somebody
 * else's waiting polls learn of them by their own look at the latest, should the waking be lost.
 */
export async function createWorkerJobsThenWake(
  pg: Queryable,
  node: string,
  drafts: readonly WorkerJobDraft[],
  wake: (userId: string, type: string) => void,
): Promise<MadeWorkerJob[]> {
  const jobs = withKeys(node, drafts);
  const made = inOrder(jobs, await insertWorkerJobsUntold(pg, jobs));
  jobs.forEach(({ userId, type }, i) => made[i]?.ready === true && wake(userId, type));
  return made;
}

const withKeys = (node: string, drafts: readonly WorkerJobDraft[]): NewWorkerJob[] =>
  drafts.map((draft) => ({ ...draft, key: newWorkerJobKey(node) }));

/** What was made, in the order in which it was asked for. */
function inOrder(jobs: readonly NewWorkerJob[], rows: readonly MadeWorkerJob[]): MadeWorkerJob[] {
  const made = new Map(rows.map((job) => [job.key, job]));
  return jobs.map(({ key }) => {
    const job = made.get(key);
    if (job === undefined) throw new Error('A created worker job did not come back');
    return job;
  });
}

export type CreateOnceOutcome =
  | { kind: 'created'; jobs: MadeWorkerJob[] }
  /** The key was used for the same request: the keys of the jobs made then. */
  | { kind: 'replayed'; keys: string[] }
  | { kind: 'idempotency_conflict' };

/** What makes a request the same as an earlier one. */
export interface OnceKey {
  userId: string;
  /** The Idempotency-Key; worker jobs have keys of their own, apart from those of cron jobs. */
  idempotencyKey: string;
  /** The request as it was sent, defaults or not. */
  request: unknown;
}

/** Makes worker jobs once for an idempotency key, in one transaction with it. */
export async function createWorkerJobsOnce(
  { pool }: Pick<Database, 'pool'>,
  node: string,
  drafts: readonly WorkerJobDraft[],
  once: OnceKey,
): Promise<CreateOnceOutcome> {
  const requestHash = createHash('sha256').update(JSON.stringify(once.request)).digest();
  const jobs = withKeys(node, drafts);
  return inTransaction(pool, async (pg) => {
    const keys = jobs.map((job) => job.key);
    const first = await takeWorkerJobKeys(pg, { ...once, requestHash, keys });
    if (first !== null) {
      if (!first.requestHash.equals(requestHash)) return { kind: 'idempotency_conflict' };
      return { kind: 'replayed', keys: first.keys };
    }
    return { kind: 'created', jobs: inOrder(jobs, await insertWorkerJobs(pg, jobs)) };
  });
}
