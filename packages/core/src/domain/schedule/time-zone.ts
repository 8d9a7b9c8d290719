import { Temporal } from 'temporal-polyfill';

/**
 * True for a name of the IANA time zone database, aliases such as `UTC`, `US/Eastern` and `Asia/Calcutta` included,
 * spelled as the database spells it. `asia/tokyo` is refused rather than corrected, so that what is stored is what
 * the user wrote; fixed offsets (`+09:00`), abbreviations such as `JST` and anything else are refused too.
 */
export function isTimeZone(name: string): boolean {
  // The shape keeps out offsets and ISO strings with a zone in brackets, both of which Temporal would take.
  return /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name) && properName(name) === name;
}

function properName(name: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}
