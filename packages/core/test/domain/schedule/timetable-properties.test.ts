import { beforeAll, describe, expect, test } from '@jest/globals';
import { createTimetable, type Timetable } from '../../../src/domain/schedule/next-fire.js';
import { shortestInterval } from '../../../src/domain/schedule/shortest-interval.js';
import { clockChanges } from './clock-changes.js';
import { EXPRESSIONS, schedule, ZONES } from './samples.js';
import { SEED, seededRandom, withSeed } from './seeded-random.js';

const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2031, 0, 1);
const DAY_MS = 86_400_000;
/** Near enough to the last firing to fall into the same gap or fold. */
const HOURS_3_MS = 10_800_000;
const random = seededRandom(SEED);
const RULES = (['shift', 'skip'] as const).flatMap((dstGap) =>
  (['first', 'second', 'both'] as const).map((dstFold) => ({ dstGap, dstFold })),
);

/**
 * Follows a timetable: each firing is later than the one before. One in four is also asked for from somewhere in
 * between, and must be the same, so that nothing depends on where one starts.
 */
function follow(timetable: Timetable, fromMs: number, toMs: number): void {
  let last = fromMs;
  while (last < toMs) {
    const at = timetable.next(new Date(last))?.at.getTime() ?? Infinity;
    if (at <= last) throw new Error(`${new Date(at).toISOString()} is not after ${new Date(last).toISOString()}`);
    last = random.below(4) > 0 ? at : sameFromBetween(timetable, last, at);
  }
}

function sameFromBetween(timetable: Timetable, last: number, at: number): number {
  const between = Math.min(at - 1, last + random.below(Math.min(at - last, random.pick([HOURS_3_MS, 2 ** 31]))));
  const again = timetable.next(new Date(between))?.at.getTime() ?? Infinity;
  if (again !== at) throw new Error(`after ${new Date(between).toISOString()}: ${again}, not ${at}`);
  return at;
}

describe(`five years, ${ZONES.length} zones, ${EXPRESSIONS.length} expressions`, () => {
  const changes = new Map<string, number[]>();
  beforeAll(() => ZONES.forEach((zone) => changes.set(zone, clockChanges(zone, FROM, TO))));

  test('the samples contain clock changes, and next() has enough of them to go wrong', () =>
    expect([...changes.values()].flat().length).toBeGreaterThan(200));

  test.each(EXPRESSIONS)('%s: next() strictly increases', (expression) => {
    const parsed = schedule(expression);
    // Once a day or less: throughout. Denser ones: half a day either side of each change, and a stretch without any.
    const dense = shortestInterval(parsed) * 1_000 < DAY_MS;
    for (const zone of ZONES) {
      const around = (changes.get(zone) ?? []).map((ms) => [ms - DAY_MS / 2, ms + DAY_MS / 2] as const);
      const windows = dense ? [[FROM, FROM + 2 * DAY_MS] as const, ...around] : [[FROM, TO] as const];
      const rules = random.pick(RULES);
      const label = `${expression} ${zone} ${JSON.stringify(rules)}`;
      withSeed(label, () => windows.forEach(([from, to]) => follow(createTimetable(parsed, zone, rules), from, to)));
    }
  });
});
