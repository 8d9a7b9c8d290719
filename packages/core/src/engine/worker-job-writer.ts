import type { Queryable } from '../db/client.js';
import { hasSqlState } from '../db/sql.js';
import { completeWorkerJobs, type CompleteOutcome, type Completion } from './complete-worker-jobs.js';
import { createWorkerJobsThenWake, type MadeWorkerJob, type WorkerJobDraft } from './create-worker-jobs.js';
import { createGrouper } from './grouper.js';

/** Creates and completes worker jobs for many callers at once: what comes together is one statement. */
export interface WorkerJobWriter {
  /** Resolves once the job is durable. */
  create(draft: WorkerJobDraft): Promise<MadeWorkerJob>;
  /** Resolves once it is known, and durable, what became of the completion. */
  complete(completion: Completion): Promise<CompleteOutcome>;
}

/** Under load groups grow while four statements are under way; alone, a request waits for nobody. */
const GROUPS = { maxItems: 100, maxWaitMs: 0, maxConcurrent: 4 };

export interface WorkerJobWriterOptions {
  pg: Queryable;
  /** The name of this installation, the first part of the keys. */
  node: string;
  /** Told, after the commit, of a user's type of which there is more to hand out. */
  wake: (userId: string, type: string) => void;
}

/** Makes the writer of a process. */
export function createWorkerJobWriter({ pg, node, wake }: WorkerJobWriterOptions): WorkerJobWriter {
  const creations = createGrouper<WorkerJobDraft, Settled<MadeWorkerJob>>({
    ...GROUPS,
    carryOut: (drafts) => settleEach(drafts, (group) => createWorkerJobsThenWake(pg, node, group, wake)),
  });
  const completions = createGrouper<Completion, Settled<CompleteOutcome>>({
    ...GROUPS,
    carryOut: (items) => settleEach(items, (group) => completeWorkerJobs(pg, group)),
  });
  return {
    create: async (draft) => (await creations.add(draft))(),
    complete: async (completion) => (await completions.add(completion))(),
  };
}

/** Gives one caller's answer, or throws the error that is its own. */
type Settled<Out> = () => Out;

/** Faults of one row (class 22 data exception, 23 constraint): its neighbours have no part in them. */
const DATA_FAULTS = ['22000', '22003', '22021', '22023', '22P02', '22P05', '23502', '23503', '23505', '23514', '54000'];

/**
 * Carries out a group; when a row of it does not fit, each item by itself, so that only the one that does not fit fails.
 * Anything else may have happened or not: every caller is told.
 */
async function settleEach<In, Out>(
  items: readonly In[],
  carryOut: (items: readonly In[]) => Promise<Out[]>,
): Promise<Settled<Out>[]> {
  try {
    return (await carryOut(items)).map((answer) => () => answer);
  } catch (error) {
    if (items.length === 1 || !hasSqlState(error, ...DATA_FAULTS)) throw error;
    const groups: Settled<Out>[] = [];
    for (const item of items) groups.push(await settleOne(item, carryOut));
    return groups;
  }
}

async function settleOne<In, Out>(item: In, carryOut: (items: readonly In[]) => Promise<Out[]>): Promise<Settled<Out>> {
  try {
    const [answer] = await carryOut([item]);
    return () => answer as Out;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
