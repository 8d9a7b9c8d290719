/**
 * The instant a manual run is entered under: `now`, or a millisecond later on a whole second. Schedules fire on whole
 * seconds, so a manual run can never take the place of a due instant in the ledger.
 */
export function manualInstant(now: Date): Date {
  const ms = now.getTime();
  return ms % 1_000 === 0 ? new Date(ms + 1) : now;
}
