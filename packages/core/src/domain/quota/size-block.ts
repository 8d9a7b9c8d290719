/**
 * With so few left, calls are booked one by one. More than all keys of a user can use up in the two seconds for which a
 * process may hold calls it does not need: what one holds is back before another would refuse for lack of it.
 */
export const EXACT_BELOW = 500;
const MOST_AHEAD = 50;

/**
 * How many calls of a user's day to book at once: one for each request that waits, and some ahead where many are left,
 * fewer the fewer there are.
 * @param remaining what the day had left when it was last seen; null when it was not.
 */
export function sizeBlock({ waiting, remaining }: { waiting: number; remaining: number | null }): number {
  if (remaining === null) return waiting;
  const ahead = Math.floor((remaining - waiting - EXACT_BELOW) / 20);
  const wanted = waiting + Math.max(0, Math.min(MOST_AHEAD, ahead));
  return Math.max(1, Math.min(wanted, remaining));
}

/** The size to try when the day had no room for a block; null when there is none for a single call either. */
export function shrinkBlock(size: number): number | null {
  return size === 1 ? null : Math.ceil(size / 2);
}
