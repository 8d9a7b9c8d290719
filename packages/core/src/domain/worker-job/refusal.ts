import { MAX_EXPIRIES } from './lease.js';
import type { WorkerJobState } from './states.js';

/** What decides whether a report about a job counts, as it was when the report came. */
export interface WorkerJobStanding {
  state: WorkerJobState;
  /** The latest activation has not reported yet, and its job was not taken away. */
  held: boolean;
  activationId: string | null;
  expiries: number;
}

/** Why nothing was changed. */
export type RefusalReason =
  | 'superseded'
  | 'already_completed'
  | 'already_failed'
  | 'already_cancelled'
  | 'error_already_thrown'
  | 'lease_expired'
  | 'in_backoff'
  | 'not_activated'
  | 'not_active'
  | 'incident_closed';

/** The answer to a verb that came too late, or from the wrong holder. */
export interface Refused {
  kind: 'refused';
  currentStatus: WorkerJobState;
  reason: RefusalReason;
}

/** The words for a state in which a job cannot be reported on or cancelled. */
const BY_STATE = {
  COMPLETED: 'already_completed',
  CANCELLED: 'already_cancelled',
  FAILED: 'already_failed',
  ERROR_THROWN: 'error_already_thrown',
  FAILED_RETRYABLE: 'in_backoff',
  CREATED: 'not_activated',
  ACTIVE: 'already_completed',
} as const satisfies Record<WorkerJobState, RefusalReason>;

/**
 * Why a completion, failure or thrown error was not accepted, given the job as it was. Postgres has decided that it was
 * not; this only finds the word. A job that looks as if it could be reported on was ended by another report of the same
 * statement.
 * @param activationId what the report named; null when it named none.
 */
export function explainReportRefusal(standing: WorkerJobStanding, activationId: string | null): Refused {
  const { state, held } = standing;
  const stale = activationId !== null && standing.activationId !== null && activationId !== standing.activationId;
  if (stale) return refused(state, 'superseded');
  if (held) return refused('COMPLETED', 'already_completed');
  if (state === 'FAILED' && standing.expiries >= MAX_EXPIRIES) return refused(state, 'lease_expired');
  return refused(state, BY_STATE[state]);
}

/** Why a job could not be cancelled: it has ended, and no incident of it is open. */
export function explainCancelRefusal({ state }: WorkerJobStanding): Refused {
  return refused(state, state === 'COMPLETED' || state === 'CANCELLED' ? BY_STATE[state] : 'incident_closed');
}

/** Why the lease could not be changed. */
export function explainLeaseRefusal(standing: WorkerJobStanding, activationId: string | null): Refused {
  const { state, held } = standing;
  const stale = activationId !== null && standing.activationId !== null && activationId !== standing.activationId;
  if (stale) return refused(state, 'superseded');
  if (state === 'CREATED' || state === 'FAILED_RETRYABLE') return refused(state, held ? 'lease_expired' : 'not_active');
  return refused(state, BY_STATE[state]);
}

/** Why the retries of a job could not be set: it has ended for good. */
export function explainRetriesRefusal({ state }: WorkerJobStanding): Refused {
  return refused(state, BY_STATE[state]);
}

const refused = (currentStatus: WorkerJobState, reason: RefusalReason): Refused => ({
  kind: 'refused',
  currentStatus,
  reason,
});
