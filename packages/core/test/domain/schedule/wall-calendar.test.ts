import { expect, test } from '@jest/globals';
import { CronExpressionParser } from 'cron-parser';
import { wallCalendar } from '../../../src/domain/schedule/wall-calendar.js';
import { EXPRESSIONS, schedule } from './samples.js';
import { SEED, seededRandom } from './seeded-random.js';

const more = ['0 0 31 2 1', '0 0 1-31 * 1', '0 0 30 * *', '5/20 1/7 * 2-12/5 1/2', '7 */5 */9 JAN-MAR *', '0 0 1 1 7'];

test.each([...EXPRESSIONS, ...more])('%s steps through the calendar as cron-parser does', (expression) => {
  const random = seededRandom(SEED);
  const calendar = wallCalendar(schedule(expression));
  for (let round = 0; round < 12; round += 1) {
    let wallMs = Date.UTC(1971 + random.below(130), random.below(12), random.below(28), random.below(24));
    const theirs = CronExpressionParser.parse(expression, { tz: 'UTC', currentDate: wallMs });
    for (let step = 0; step < 4; step += 1) {
      wallMs = calendar.nextTime(wallMs + 1_000) ?? NaN;
      expect([SEED, new Date(wallMs)]).toEqual([SEED, theirs.next().toDate()]);
    }
  }
});

test('the turn of a century does not end 29 February', () => {
  const next = wallCalendar(schedule('59 23 29 2 *')).nextTime(Date.UTC(2096, 2, 1));
  expect(new Date(next ?? NaN).toISOString()).toBe('2104-02-29T23:59:00.000Z');
});
