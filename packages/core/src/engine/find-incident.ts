import type { Db } from '../db/client.js';
import { selectIncident, type Incident } from '../db/queries/incident-lists.js';
import type { WorkerJobAccess } from '../domain/worker-job/access.js';

/** An incident; null when there is none with this id, or it is another user's or of a tenant that may not be seen. */
export function findIncident(db: Db, access: WorkerJobAccess, incidentId: string): Promise<Incident | null> {
  return selectIncident(db, access, incidentId);
}
