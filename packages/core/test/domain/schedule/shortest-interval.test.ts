import { describe, expect, test } from '@jest/globals';
import { createTimetable, take } from '../../../src/domain/schedule/next-fire.js';
import { shortestInterval } from '../../../src/domain/schedule/shortest-interval.js';
import { fastest } from './fastest.js';
import { EXPRESSIONS, schedule } from './samples.js';

const DAY = 86_400;

describe('shortestInterval', () => {
  test.each([
    ['* * * * *', 60],
    ['0,1 9 * * *', 60],
    ['*/7 * * * *', 240],
    ['*/15 * * * *', 900],
    ['0 * * * *', 3_600],
    ['0 */5 * * *', 4 * 3_600],
    ['0,59 0,23 * * *', 60],
    ['0,59 * * * *', 60],
    ['0,50 0,20 * * 1', 50 * 60],
    ['59 23 * * *', DAY],
    ['0 9 * * 1-5', DAY],
    ['0 0,23 1,3 * *', 23 * 3_600],
    ['0 0 * * 1', 7 * DAY],
    ['0 0 * * 6,0', DAY],
    ['0 0 1 * *', 28 * DAY],
    ['0 0 31 * *', 31 * DAY],
    ['0 0 30 * *', 30 * DAY],
    ['0 0 1,29 * *', DAY],
    ['0 0 1 1 *', 365 * DAY],
    ['0 0 29 2 *', 1_461 * DAY],
    ['0 0 13 * 5', DAY],
  ])('%s: %d s', (expression, seconds) => expect(shortestInterval(schedule(expression))).toBe(seconds));

  test.each([
    ['* * * * * *', 1],
    ['*/7 * * * * *', 4],
    ['0,59 0 9 * * *', 59],
    ['0,59 0,59 0,23 * * *', 1],
    ['30 0 9 * * *', DAY],
  ])('with seconds, %s: %d s', (expression, seconds) =>
    expect(shortestInterval(schedule(expression, true))).toBe(seconds),
  );

  test('agrees with walking the firings in UTC, where wall time is elapsed time', () => {
    for (const expression of EXPRESSIONS) {
      const firings = take(createTimetable(schedule(expression), 'UTC'), new Date('2026-01-01T00:00Z'), 3_000);
      const gaps = firings.slice(1).map((firing, index) => +firing.at - +(firings[index]?.at ?? NaN));
      expect([expression, shortestInterval(schedule(expression))]).toEqual([expression, Math.min(...gaps) / 1_000]);
    }
  });

  test.each([
    ['0 0 29 2 *', DAY],
    ['0 9 1 1 *', DAY],
    ['0 9,17 1 1 *', 8 * 3_600],
    // Two hours overnight could be: its days are looked at.
    ['0 1,23 1 * *', 22 * 3_600],
  ])('asked only whether it is a day, %s: %d s', (expression, seconds) =>
    expect(shortestInterval(schedule(expression), DAY)).toBe(seconds),
  );

  test.each(['0 0 29 2 *', '0 0 1 * *', '0 0 31 12 *', '* * * * *'])('%s within 50 ms', (expression) =>
    expect(fastest(() => shortestInterval(schedule(expression)))).toBeLessThan(50),
  );
});
