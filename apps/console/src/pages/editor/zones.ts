/** Every time zone that browser knows, UTC among them, and one more that a job has though the browser does not list it. */
export function zonesWith(zone: string): string[] {
  const listed = Intl.supportedValuesOf('timeZone');
  return [...new Set(['UTC', zone, ...listed])].filter((name) => name !== '');
}

/** The zone of whoever reads this. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
