import type { StatusRange } from './run-policy.js';

/** A status, or all from one to another, as requests and answers spell them: `204`, `"200-299"`. */
export type StatusText = number | string;

export type StatusProblem = 'malformed' | 'out_of_range' | 'reversed';

const [LOWEST, HIGHEST] = [100, 599];

/** Reads one item of a list of statuses. */
export function readStatusRange(item: unknown): StatusRange | StatusProblem {
  const [from, to] = typeof item === 'number' ? [item, item] : boundsOf(item);
  if (from === undefined || to === undefined || !Number.isInteger(from)) return 'malformed';
  if (Math.min(from, to) < LOWEST || Math.max(from, to) > HIGHEST) return 'out_of_range';
  return from <= to ? [from, to] : 'reversed';
}

function boundsOf(item: unknown): number[] {
  const found = typeof item === 'string' ? /^(\d{1,6})-(\d{1,6})$/.exec(item) : null;
  return found === null ? [] : found.slice(1).map(Number);
}

/** Spells what `readStatusRange` has read. */
export function formatStatusRange([from, to]: StatusRange): StatusText {
  return from === to ? from : `${from}-${to}`;
}
