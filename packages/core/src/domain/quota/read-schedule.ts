import { parseSchedule, type ParseResult } from '../schedule/parse-schedule.js';

/** Parsing costs some 200 µs, and one request may ask three times about each of 1,000 expressions. */
const MAX_REMEMBERED = 5_000;

const remembered = new Map<string, ParseResult & { ok: true }>();

/** As `parseSchedule`, but remembers the valid expressions asked for last. */
export function readSchedule(expression: string, { allowSeconds }: { allowSeconds: boolean }): ParseResult {
  const known = remembered.get(expression);
  if (known !== undefined && (allowSeconds || !hasSeconds(known))) return known;
  const parsed = parseSchedule(expression, { allowSeconds });
  if (parsed.ok) remember(expression, parsed);
  return parsed;
}

function hasSeconds({ schedule }: ParseResult & { ok: true }): boolean {
  return schedule.expression.split(' ').length === 6;
}

function remember(expression: string, parsed: ParseResult & { ok: true }): void {
  const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  remembered.set(expression, parsed);
}
