import { describe, expect, test } from '@jest/globals';
import { createTimetable, type Timetable } from '../../../src/domain/schedule/next-fire.js';
import { clockChanges } from './clock-changes.js';
import { fixedFirings, minutesOf, rhythmFirings } from './oracle.js';
import { EXPRESSIONS, schedule, ZONES } from './samples.js';
import { SEED, seededRandom, withSeed } from './seeded-random.js';

const HOUR_MS = 3_600_000;
/** The oracle sees a little more than is compared, so that a gap or a fold is never cut in half. */
const MARGIN_MS = 6 * HOUR_MS;
const RULES = (['shift', 'skip'] as const).flatMap((dstGap) =>
  (['first', 'second', 'both'] as const).map((dstFold) => ({ dstGap, dstFold })),
);

const random = seededRandom(SEED);

/** The sampled expressions, and random lists of wall minutes of the night hours in which clocks change. */
function expressions(): string[] {
  const list = (count: number, limit: number) => Array.from({ length: count }, () => random.below(limit)).join(',');
  const fixed = Array.from(
    { length: 8 },
    () => `${list(1 + random.below(4), 60)} ${list(1 + random.below(3), 4)} * * *`,
  );
  const rhythms = Array.from({ length: 4 }, () => `${list(1 + random.below(3), 60)} */${1 + random.below(4)} * * *`);
  return [...EXPRESSIONS, ...fixed, ...rhythms];
}

function ours(timetable: Timetable, fromMs: number, toMs: number): number[] {
  const instants: number[] = [];
  for (let at = fromMs - 1; ;) {
    at = timetable.next(new Date(at))?.at.getTime() ?? Infinity;
    if (at >= toMs) return instants;
    instants.push(at);
  }
}

describe('agrees with listing every minute on the clock', () => {
  const FROM = Date.UTC(2025, 0, 1) + random.below(3) * 365 * 24 * HOUR_MS;

  test.each(ZONES)('%s', (zone) => {
    const changes = clockChanges(zone, FROM, FROM + 400 * 24 * HOUR_MS);
    for (const change of changes.length > 0 ? changes : [FROM]) {
      const [from, to] = [change - 20 * HOUR_MS, change + 28 * HOUR_MS];
      const minutes = minutesOf(zone, from - MARGIN_MS, to + MARGIN_MS);
      for (const expression of expressions()) {
        const parsed = schedule(expression);
        const rules = random.pick(RULES);
        const theirs = parsed.followsElapsedTime
          ? rhythmFirings(expression, minutes)
          : fixedFirings(expression, minutes, rules);
        const expected = theirs.filter((at) => at >= from && at < to);
        withSeed(`${expression} ${zone} ${JSON.stringify(rules)} ${new Date(change).toISOString()}`, () =>
          expect(ours(createTimetable(parsed, zone, rules), from, to)).toEqual(expected),
        );
      }
    }
  });
});
