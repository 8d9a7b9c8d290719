import type { FailureEvent } from '@carillon/core/domain/worker-job/history';
import type { RaisedIncident } from '@carillon/core/domain/worker-job/incident';
import type { z } from 'zod';
import type { raisedIncident } from '../schemas/incident.js';
import type { failure } from '../schemas/worker-job-outcome.js';
import { isoInstant } from './iso-instant.js';

/** Shapes a failed attempt. @param attempt its number, from 1. */
export function presentFailure(event: FailureEvent, attempt: number): z.input<typeof failure> {
  return { attempt, failed_at: isoInstant(event.at), error: event.message, worker_id: event.worker };
}

/** Shapes an incident for the answer of the operation that raised it. */
export function presentRaisedIncident({ id, type, createdAt }: RaisedIncident): z.input<typeof raisedIncident> {
  return { incident_id: id, type, status: 'OPEN', created_at: isoInstant(createdAt) };
}
