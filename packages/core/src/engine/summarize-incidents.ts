import type { Db } from '../db/client.js';
import { countIncidentsByType, type IncidentFilter } from '../db/queries/incident-lists.js';
import { INCIDENT_TYPES, type IncidentType } from '../domain/worker-job/incident.js';
import { totalIncidents, type IncidentFigures } from '../domain/worker-job/incident-statistics.js';

export interface IncidentSummary {
  all: IncidentFigures;
  byType: Record<IncidentType, IncidentFigures>;
}

/** What a user's incidents come to, in all and by type. */
export async function summarizeIncidents(db: Db, filter: IncidentFilter): Promise<IncidentSummary> {
  const counts = await countIncidentsByType(db, filter);
  const figuresOf = (type: IncidentType) => totalIncidents(counts.filter((row) => row.type === type));
  const byType = Object.fromEntries(INCIDENT_TYPES.map((type) => [type, figuresOf(type)]));
  return { all: totalIncidents(counts), byType: byType as Record<IncidentType, IncidentFigures> };
}
