/** Why a worker job stands still until somebody decides. */
export const INCIDENT_TYPES = ['JOB_FAILURE', 'UNHANDLED_BPMN_ERROR', 'LEASE_EXPIRED'] as const;
export type IncidentType = (typeof INCIDENT_TYPES)[number];

/** OPEN waits for somebody; RESOLVED gave the job another chance; DISMISSED left it as it is. */
export const INCIDENT_STATUSES = ['OPEN', 'RESOLVED', 'DISMISSED'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** What was decided about an incident; `cancel` is the end of its job. */
export type IncidentResolution =
  | { action: 'retry'; jobRetries: number; comment: string | null }
  | { action: 'dismiss'; reason: string | null; comment: string | null }
  | { action: 'cancel'; reason: string | null };

/** An incident that has just been opened; `createdAt` is epoch milliseconds of the Postgres clock. */
export interface RaisedIncident {
  id: string;
  type: IncidentType;
  createdAt: number;
}
