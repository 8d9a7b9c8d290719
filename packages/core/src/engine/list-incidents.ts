import type { Db } from '../db/client.js';
import { countIncidents, selectIncidents, type Incident, type IncidentFilter } from '../db/queries/incident-lists.js';

export interface IncidentListing {
  incidents: Incident[];
  /** On all pages. */
  total: number;
}

/** A page of a user's incidents, newest first. */
export async function listIncidents(
  db: Db,
  filter: IncidentFilter,
  page: { limit: number; offset: number },
): Promise<IncidentListing> {
  const [incidents, total] = await Promise.all([selectIncidents(db, filter, page), countIncidents(db, filter)]);
  return { incidents, total };
}
