import type { IncidentStatus, IncidentType } from './incident.js';

/** How many incidents of a type have a status, and how long all of them together took to be closed. */
export interface IncidentCount {
  type: IncidentType;
  status: IncidentStatus;
  count: number;
  resolutionSeconds: number;
}

/** What a group of incidents comes to. */
export interface IncidentFigures {
  total: number;
  open: number;
  resolved: number;
  dismissed: number;
  /** Resolved ones among all, 0 to 100; null when there are none. */
  resolutionRatePercent: number | null;
  /** From creation to the decision; null when nothing has been decided. */
  averageResolutionSeconds: number | null;
}

/** Adds up counts. */
export function totalIncidents(counts: readonly IncidentCount[]): IncidentFigures {
  const of = (status: IncidentStatus) => sum(counts.filter((row) => row.status === status).map((row) => row.count));
  const [open, resolved, dismissed] = [of('OPEN'), of('RESOLVED'), of('DISMISSED')];
  const total = open + resolved + dismissed;
  const seconds = sum(counts.filter((row) => row.status !== 'OPEN').map((row) => row.resolutionSeconds));
  return {
    ...{ total, open, resolved, dismissed },
    resolutionRatePercent: total === 0 ? null : roundTo(1, (resolved / total) * 100),
    averageResolutionSeconds: resolved + dismissed === 0 ? null : roundTo(3, seconds / (resolved + dismissed)),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const roundTo = (digits: number, value: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
