/*
 * A second, slow opinion that shares no code with the product: it lists every minute of a window with Intl, and
 * compares the fields of each minute with an expression it reads by itself.
 */

export interface MinuteOnTheClock {
  readonly atMs: number;
  /** The wall time, as if it were UTC. */
  readonly wallMs: number;
}

const MINUTE_MS = 60_000;

/** Every UTC minute of [fromMs, toMs) with what a clock in the zone shows. */
export function minutesOf(zone: string, fromMs: number, toMs: number): MinuteOnTheClock[] {
  const format = new Intl.DateTimeFormat('en-u-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const minutes: MinuteOnTheClock[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (format.format(atMs).match(/\d+/g) ?? []).map(Number);
    minutes.push({ atMs, wallMs: Date.UTC(year, month - 1, day, hour, minute) });
  }
  return minutes;
}

/** Instants (ms) at which a rhythm fires: each minute whose fields match. */
export function rhythmFirings(expression: string, minutes: readonly MinuteOnTheClock[]): number[] {
  const matches = matcher(expression);
  return minutes.filter(({ wallMs }) => matches(wallMs)).map(({ atMs }) => atMs);
}

/** Instants at which fixed times fire: take each wall minute there could be, and look for it on the clock. */
export function fixedFirings(
  expression: string,
  minutes: readonly MinuteOnTheClock[],
  rules: { dstGap: 'shift' | 'skip'; dstFold: 'first' | 'second' | 'both' },
): number[] {
  const fired = new Set<number>();
  const matches = matcher(expression);
  const lastWall = minutes.at(-1)?.wallMs ?? 0;
  for (let wallMs = minutes[0]?.wallMs ?? 0; wallMs <= lastWall; wallMs += MINUTE_MS) {
    if (!matches(wallMs)) continue;
    const found = minutes.filter((minute) => minute.wallMs === wallMs).map(({ atMs }) => atMs);
    if (found.length === 0 && rules.dstGap === 'shift') {
      fired.add(minutes.find((minute) => minute.wallMs > wallMs)?.atMs ?? NaN);
    }
    const chosen = { first: found.slice(0, 1), second: found.slice(-1), both: found }[rules.dstFold];
    chosen.forEach((atMs) => fired.add(atMs));
  }
  return [...fired].sort((a, b) => a - b);
}

function matcher(expression: string): (wallMs: number) => boolean {
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = expression.split(' ');
  const minutes = Array.from({ length: 60 }, (_, value) => holds(minute, value, 0, 59));
  const hours = Array.from({ length: 24 }, (_, value) => holds(hour, value, 0, 23));
  const weekdays = Array.from({ length: 8 }, (_, value) => holds(weekday, value, 0, 7));
  return (wallMs) => {
    const wall = new Date(wallMs);
    if (!minutes[wall.getUTCMinutes()] || !hours[wall.getUTCHours()]) return false;
    const onDate = holds(date, wall.getUTCDate(), 1, 31);
    const onWeekday = Boolean(weekdays[wall.getUTCDay()] || (wall.getUTCDay() === 0 && weekdays[7]));
    const onDay = date !== '*' && weekday !== '*' ? onDate || onWeekday : onDate && onWeekday;
    return onDay && holds(month, wall.getUTCMonth() + 1, 1, 12);
  };
}

function holds(field: string, value: number, min: number, max: number): boolean {
  return field.split(',').some((item) => {
    const [range = '', step = '1'] = item.replace('SUN', '0').replace('*', `${min}-${max}`).split('/');
    const [from = 0, to = from] = range.split('-').map(Number);
    return value >= from && value <= to && (value - from) % Number(step) === 0;
  });
}
