const DAY_MS = 86_400_000;
const LOOK_AHEAD_DAYS = 400;

/** When the clocks of a zone change next, and whether they leave out or repeat a time of day. */
export interface ClockChange {
  at: Date;
  kind: 'gap' | 'fold';
}

/** The next change of a zone's clocks after an instant; null where there is none for more than a year. */
export function nextClockChange(zone: string, after: Date): ClockChange | null {
  const offset = offsetReader(zone);
  if (offset === null) return null;
  let from = after.getTime();
  for (let day = 0; day < LOOK_AHEAD_DAYS; day += 1, from += DAY_MS) {
    const [before, later] = [offset(from), offset(from + DAY_MS)];
    if (before === later) continue;
    return { at: new Date(boundary(offset, from, from + DAY_MS)), kind: later > before ? 'gap' : 'fold' };
  }
  return null;
}

/** Where between two instants the offset changes, to the second. */
function boundary(offset: (ms: number) => number, low: number, high: number): number {
  const first = offset(low);
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === first) low = middle;
    else high = middle;
  }
  return Math.round(high / 1_000) * 1_000;
}

/** Tells how far a zone's clocks are ahead of UTC at an instant, in minutes; null for a zone that is not known here. */
function offsetReader(zone: string): ((ms: number) => number) | null {
  const format = formatOf(zone);
  if (format === null) return null;
  return (ms) => {
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}
