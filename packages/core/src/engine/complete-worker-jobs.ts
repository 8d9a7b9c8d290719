import type { Queryable } from '../db/client.js';
import { completeJobs, type CompletionRow } from '../db/queries/complete-worker-jobs.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';
import { explainReportRefusal, type Refused } from '../domain/worker-job/refusal.js';
import {
  compareVariables,
  type PackedVariables,
  type VariableChanges,
  type Variables,
} from '../domain/worker-job/variables.js';

/** A worker's report that a job is done. */
export interface Completion extends WorkerJobAccess {
  key: string;
  /** The activation that reports; null is whichever is the latest. */
  activationId: string | null;
  variables: PackedVariables;
}

/** The end of a job; instants are epoch milliseconds of the Postgres clock. */
export interface CompletedWorkerJob {
  kind: 'completed';
  key: string;
  type: string;
  worker: string;
  createdAt: number;
  /** When the latest activation began. */
  activatedAt: number;
  completedAt: number;
  /** Failed attempts before this one. */
  failures: number;
  retries: number;
  variableChanges: VariableChanges;
}

export type CompleteOutcome = CompletedWorkerJob | Refused | { kind: 'not_found' };

/**
 * Completes jobs; each is answered in its place. A completion counts while its activation is the latest and has not
 * reported, also after the lease has run out; without an activation named, the first to report wins.
 */
export async function completeWorkerJobs(pg: Queryable, items: readonly Completion[]): Promise<CompleteOutcome[]> {
  const rows = await completeJobs(
    pg,
    items.map((item) => ({ ...item, variables: item.variables.text })),
  );
  return items.map((item, i) => toOutcome(item, rows[i] ?? { standing: null, end: null }));
}

function toOutcome(item: Completion, { standing, end }: CompletionRow): CompleteOutcome {
  if (standing === null) return { kind: 'not_found' };
  if (end === null) return explainReportRefusal(standing, item.activationId);
  const { variablesBefore, type, worker, createdAt, activatedAt, completedAt, failures, retries } = end;
  const variableChanges = compareVariables(variablesBefore ?? {}, JSON.parse(item.variables.text) as Variables);
  const { key } = item;
  return {
    kind: 'completed',
    key,
    type,
    worker,
    createdAt,
    activatedAt,
    completedAt,
    failures,
    retries,
    variableChanges,
  };
}
