const HOUR_MS = 3_600_000;

/** Instants (ms) of a zone's clock changes in [fromMs, toMs), found with Intl alone, hour by hour. */
export function clockChanges(zone: string, fromMs: number, toMs: number): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number) => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value;
  const changes: number[] = [];
  const step = 24 * HOUR_MS;
  for (let day = fromMs; day < toMs; day += step) {
    if (offsetAt(day) === offsetAt(day + step)) continue;
    for (let hour = day; hour < day + step; hour += HOUR_MS) {
      if (offsetAt(hour) !== offsetAt(hour + HOUR_MS)) changes.push(hour + HOUR_MS);
    }
  }
  return changes;
}
