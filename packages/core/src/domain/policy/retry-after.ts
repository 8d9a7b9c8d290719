const DAY_MS = 86_400_000;

/** A target may ask for this much patience at most. */
export const LONGEST_RETRY_AFTER_MS = DAY_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three spellings of a date in HTTP (RFC 9110, 5.6.7): the one that is sent, and two that are still to be read. */
const IMF_FIXDATE =
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
const RFC_850 =
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/;

/**
 * How long an answer asks to be left alone, by its `Retry-After`: seconds, or a date that is counted from the answer's
 * own `Date`, so that a target whose clock is wrong is still understood. 0 when it does not ask, or not readably.
 * @param headers names in lower case.
 * @param now when the answer came; for one without a `Date`.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_RETRY_AFTER_MS);
  const until = parseHttpDate(text, now);
  if (until === null) return 0;
  const from = parseHttpDate(headers['date']?.trim() ?? '', now) ?? now;
  return Math.min(Math.max(until.getTime() - from.getTime(), 0), LONGEST_RETRY_AFTER_MS);
}

/** An instant as HTTP writes it; null when the text is not one. `now` decides about years of two digits. */
export function parseHttpDate(text: string, now: Date): Date | null {
  const parts = (IMF_FIXDATE.exec(text) ?? RFC_850.exec(text) ?? ASCTIME.exec(text))?.groups;
  if (parts === undefined) return null;
  const { day = '', month = '', year = '', time = '' } = parts;
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const place = [fullYear(year, now), MONTHS.indexOf(month), Number(day)] as const;
  if (place[1] === -1 || hour > 23 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(...place, hour, minute, second));
  // The 31st of a shorter month would have rolled over into the next.
  return new Date(Date.UTC(...place)).getUTCDate() === place[2] ? date : null;
}

/** Two digits that look more than 50 years ahead mean the century before. */
function fullYear(year: string, now: Date): number {
  if (year.length === 4) return Number(year);
  const thisYear = now.getUTCFullYear();
  const inThisCentury = Math.floor(thisYear / 100) * 100 + Number(year);
  return inThisCentury > thisYear + 50 ? inThisCentury - 100 : inThisCentury;
}
