import type { Queryable } from '../db/client.js';
import { throwJobError, type NewThrownError } from '../db/queries/worker-job-reports.js';
import type { RaisedIncident } from '../domain/worker-job/incident.js';
import { explainReportRefusal, type Refused } from '../domain/worker-job/refusal.js';
import type { PackedVariables } from '../domain/worker-job/variables.js';

/** A worker's report of a business error. */
export type ThrownError = Omit<NewThrownError, 'variables'> & { variables: PackedVariables };

/** A job that ended with a business error; instants are epoch milliseconds of the Postgres clock. */
export interface ErrorThrown {
  kind: 'error_thrown';
  key: string;
  type: string;
  worker: string;
  thrownAt: number;
  incident: RaisedIncident;
}

/** Ends a job with a business error. There is no process that could catch it, so it is an incident. */
export async function throwWorkerJobError(
  pg: Queryable,
  thrown: ThrownError,
): Promise<ErrorThrown | Refused | { kind: 'not_found' }> {
  const { key, activationId } = thrown;
  const transition = await throwJobError(pg, { ...thrown, variables: thrown.variables.text });
  if (transition === null) return { kind: 'not_found' };
  const { before, after } = transition;
  if (after === null) return explainReportRefusal(before, activationId);
  const { type, worker, thrownAt, incidentId } = after;
  const incident: RaisedIncident = { id: incidentId, type: 'UNHANDLED_BPMN_ERROR', createdAt: thrownAt };
  return { kind: 'error_thrown', key, type, worker, thrownAt, incident };
}
