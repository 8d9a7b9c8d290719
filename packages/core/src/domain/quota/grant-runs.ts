/** How many of the runs that are due a user's month still has room for. */
export interface RunGrant {
  granted: number;
  refused: number;
}

/**
 * Grants runs against the monthly limit; null is no limit. `current` is what the month has used already.
 */
export function grantRuns(wanted: number, current: number, limit: number | null): RunGrant {
  const granted = limit === null ? wanted : Math.max(0, Math.min(wanted, limit - current));
  return { granted, refused: wanted - granted };
}
