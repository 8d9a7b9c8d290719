import type { ResolveIncidentOutcome } from '@carillon/core/engine/resolve-incident';
import { invalidInput, Problem } from '../../http/problem.js';
import { describeVariablesFault } from '../../schemas/json-object.js';

type Refused = Exclude<ResolveIncidentOutcome, { kind: 'retried' | 'dismissed' }>;

/** The answer for an incident that does not exist and for one that may not be seen: they cannot be told apart. */
export function incidentNotFound(id: string): Problem {
  return new Problem('incident_not_found', () => 'There is no such incident', { details: () => ({ incidentId: id }) });
}

/** Turns a resolution that was refused into a problem. */
export function resolutionProblem(id: string, outcome: Refused): Problem {
  switch (outcome.kind) {
    case 'not_found':
      return incidentNotFound(id);
    case 'not_open':
      return new Problem('incident_not_resolvable', () => 'The incident has been decided already', {
        details: () => ({ incidentId: id, currentStatus: outcome.status, reason: 'already_decided' }),
      });
    case 'retries_needed':
      return new Problem('incident_not_resolvable', () => 'The job has no retries left: send job_retries, 1 at least', {
        details: () => ({ incidentId: id, currentStatus: 'OPEN', reason: 'retries_needed' }),
      });
    case 'invalid_variables':
      return invalidInput([{ path: ['variables'], say: describeVariablesFault(outcome) }]);
  }
}
