import type { IncidentResolution, IncidentStatus } from './incident.js';
import { packVariables, type PackedVariables, type Variables, type VariablesFault } from './variables.js';

/** What somebody wants done about an incident. */
export type ResolutionWish =
  | {
      action: 'retry';
      /** Null keeps the job's, which must then be 1 at least. */
      jobRetries: number | null;
      /** Laid over the job's own. */
      variables: Variables;
      comment: string | null;
    }
  | { action: 'dismiss'; reason: string | null; comment: string | null };

/** The incident and its job as they are, locked. */
export interface IncidentFacts {
  status: IncidentStatus;
  retries: number;
  variables: Variables;
}

export type ResolutionVerdict =
  | { kind: 'retry'; resolution: IncidentResolution; retries: number; variables: PackedVariables }
  | { kind: 'dismiss'; resolution: IncidentResolution }
  | { kind: 'not_open'; status: IncidentStatus }
  /** The job has no retries left, and none were given. */
  | { kind: 'retries_needed' }
  | ({ kind: 'invalid_variables' } & VariablesFault);

/** Decides what becomes of an incident. */
export function decideResolution(facts: IncidentFacts, wish: ResolutionWish): ResolutionVerdict {
  if (facts.status !== 'OPEN') return { kind: 'not_open', status: facts.status };
  if (wish.action === 'dismiss') {
    return { kind: 'dismiss', resolution: { action: 'dismiss', reason: wish.reason, comment: wish.comment } };
  }
  const retries = wish.jobRetries ?? facts.retries;
  if (retries < 1) return { kind: 'retries_needed' };
  const variables = packVariables({ ...facts.variables, ...wish.variables });
  if ('fault' in variables) return { kind: 'invalid_variables', ...variables };
  return {
    kind: 'retry',
    resolution: { action: 'retry', jobRetries: retries, comment: wish.comment },
    retries,
    variables,
  };
}
