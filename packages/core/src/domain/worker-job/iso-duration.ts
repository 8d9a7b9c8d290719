const DURATION =
  /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?$/;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/**
 * Milliseconds of an ISO 8601 duration such as `PT2M` or `P1DT12H`; null when the text is not one. Years and months
 * are not understood, since their length depends on when they begin; a day is 24 hours.
 */
export function parseIsoDuration(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null || text === 'P') return null;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1, 6).map((part) => Number(part ?? 0));
  const fraction = Math.round(Number(`0.${parts[6] ?? '0'}`) * SECOND_MS);
  const larger = (weeks ?? 0) * WEEK_MS + (days ?? 0) * DAY_MS + (hours ?? 0) * HOUR_MS;
  return larger + (minutes ?? 0) * MINUTE_MS + (seconds ?? 0) * SECOND_MS + fraction;
}

/** The duration as ISO 8601 has it, e.g. `PT2M30S`, `P1D`, `PT0.25S`; `PT0S` when there is none. */
export function formatIsoDuration(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const seconds = (ms % MINUTE_MS) / SECOND_MS;
  const part = (count: number, unit: string) => (count === 0 ? '' : `${count}${unit}`);
  const time = part(hours, 'H') + part(minutes, 'M') + part(seconds, 'S');
  const text = `P${part(days, 'D')}${time === '' ? '' : `T${time}`}`;
  return text === 'P' ? 'PT0S' : text;
}
