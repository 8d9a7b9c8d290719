const DAY_MS = 86_400_000;

/** The UTC day an instant falls on, as `YYYY-MM-DD`. */
export function partitionDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The UTC days that instants fall on. Of many instants most share theirs, and writing one out costs half a microsecond. */
export function partitionDays(instants: readonly Date[]): string[] {
  const days = new Set(instants.map((instant) => Math.floor(instant.getTime() / DAY_MS)));
  return [...days].map((day) => partitionDay(new Date(day * DAY_MS)));
}

/** The ledger partition of a day: its table name and the instants it holds, from inclusive, to exclusive. */
export function runPartition(day: string): { name: string; from: string; to: string } {
  const start = Date.parse(`${day}T00:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start)) throw new Error(`Not a day: ${day}`);
  return {
    name: `runs_${day.replaceAll('-', '_')}`,
    from: new Date(start).toISOString(),
    to: new Date(start + DAY_MS).toISOString(),
  };
}

/** The day of a ledger partition, read from its table's name; null when the name is not a partition's. */
export function dayOfPartition(name: string): string | null {
  const day = /^runs_(\d{4}_\d{2}_\d{2})$/.exec(name)?.[1]?.replaceAll('_', '-');
  return day === undefined || Number.isNaN(Date.parse(day)) ? null : day;
}

/** How many days in a row have a partition, from the one `now` falls on. */
export function daysCovered(days: readonly string[], now: Date): number {
  const covered = new Set(days);
  let count = 0;
  while (covered.has(partitionDay(new Date(now.getTime() + count * DAY_MS)))) count += 1;
  return count;
}

/** `count` days from the one `from` falls on. */
export function partitionDaysAhead(from: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) => partitionDay(new Date(from.getTime() + i * DAY_MS)));
}
