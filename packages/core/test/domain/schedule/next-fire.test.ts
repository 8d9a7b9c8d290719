import { describe, expect, test } from '@jest/globals';
import { createTimetable, type DstRules, type FireInstant, take } from '../../../src/domain/schedule/next-fire.js';
import { fastest } from './fastest.js';
import { schedule } from './samples.js';

/** Firings after one instant and up to another, as `at local dst`. */
function firings(expression: string, zone: string, after: string, until: string, rules?: DstRules): string[] {
  return take(createTimetable(schedule(expression, true), zone, rules), new Date(after), 300)
    .filter(({ at }) => at <= new Date(until))
    .map(({ at, local, dst }) => `${at.toISOString().replace(':00.000', '')} ${local} ${dst}`);
}

const NY = 'America/New_York';
const inGap = (expression: string, rules?: DstRules) =>
  firings(expression, NY, '2026-03-08T05:00Z', '2026-03-08T08:00Z', rules);
const inFold = (expression: string, rules?: DstRules) =>
  firings(expression, NY, '2026-11-01T04:00Z', '2026-11-01T08:00Z', rules);

describe('a fixed time in a gap', () => {
  test('fires once, at the end of the gap', () =>
    expect(inGap('30 2 * * *')).toEqual(['2026-03-08T07:00Z 2026-03-08T03:00:00-04:00 gap']));

  test('several in one gap fire once', () =>
    expect(inGap('0,15,30 2 * * *')).toEqual(['2026-03-08T07:00Z 2026-03-08T03:00:00-04:00 gap']));

  test('not a second time if an ordinary firing is due at that instant', () =>
    expect(inGap('0 2,3 * * *')).toEqual(['2026-03-08T07:00Z 2026-03-08T03:00:00-04:00 null']));

  test('an ordinary firing soon after is kept', () =>
    expect(inGap('30 2,3 * * *')).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00:00-04:00 gap',
      '2026-03-08T07:30Z 2026-03-08T03:30:00-04:00 null',
    ]));

  test('every second of a gap collapses too', () => expect(inGap('* 30 2 * * *')).toHaveLength(1));

  test('skip: not at all', () => expect(inGap('30 2 * * *', { dstGap: 'skip' })).toEqual([]));

  test('Lord Howe loses half an hour', () => {
    const around = (expression: string) =>
      firings(expression, 'Australia/Lord_Howe', '2026-10-03T15:00Z', '2026-10-03T16:00Z');
    expect(around('15 2 * * *')).toEqual(['2026-10-03T15:30Z 2026-10-04T02:30:00+11:00 gap']);
    expect(around('0 2 * * *')).toEqual(['2026-10-03T15:30Z 2026-10-04T02:30:00+11:00 gap']);
    expect(around('30 2 * * *')).toEqual(['2026-10-03T15:30Z 2026-10-04T02:30:00+11:00 null']);
  });

  test('midnight that does not exist: Cairo and Santiago fire at the jump', () => {
    expect(firings('0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', '2026-04-24T12:00Z')).toEqual([
      '2026-04-23T22:00Z 2026-04-24T01:00:00+03:00 gap',
    ]);
    expect(firings('0 0 * * *', 'America/Santiago', '2026-09-05T12:00Z', '2026-09-06T12:00Z')).toEqual([
      '2026-09-06T04:00Z 2026-09-06T01:00:00-03:00 gap',
    ]);
  });

  test('the missed day is the one that counts: a Sunday job of a gap Sunday', () =>
    expect(firings('0 0 * * 0', 'America/Santiago', '2026-09-05T12:00Z', '2026-09-06T12:00Z')).toHaveLength(1));

  test('a whole day that never was (Samoa, 30 December 2011)', () =>
    expect(firings('30 9 * * *', 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-31T00:00Z')).toEqual([
      '2011-12-29T19:30Z 2011-12-29T09:30:00-10:00 null',
      '2011-12-30T10:00Z 2011-12-31T00:00:00+14:00 gap',
      '2011-12-30T19:30Z 2011-12-31T09:30:00+14:00 null',
    ]));
});

describe('a fixed time in a fold', () => {
  test('fires once, at the first of the two', () =>
    expect(inFold('30 1 * * *')).toEqual(['2026-11-01T05:30Z 2026-11-01T01:30:00-04:00 fold']));

  test('second: once, at the second', () =>
    expect(inFold('30 1 * * *', { dstFold: 'second' })).toEqual(['2026-11-01T06:30Z 2026-11-01T01:30:00-05:00 fold']));

  test('both: twice, and a list keeps the order of time', () =>
    expect(inFold('0,30 1 * * *', { dstFold: 'both' })).toEqual([
      '2026-11-01T05:00Z 2026-11-01T01:00:00-04:00 fold',
      '2026-11-01T05:30Z 2026-11-01T01:30:00-04:00 fold',
      '2026-11-01T06:00Z 2026-11-01T01:00:00-05:00 fold',
      '2026-11-01T06:30Z 2026-11-01T01:30:00-05:00 fold',
    ]));

  test('both: the second is not lost when the next wall time is a week or a year away', () => {
    expect(inFold('45 1 * * SUN', { dstFold: 'both' })).toHaveLength(2);
    expect(inFold('45 1 1 11 *', { dstFold: 'both' })).toHaveLength(2);
  });

  test('the hour after is not part of it', () =>
    expect(inFold('0 2 * * *')).toEqual(['2026-11-01T07:00Z 2026-11-01T02:00:00-05:00 null']));

  test('midnight twice (Havana)', () =>
    expect(firings('30 0 * * *', 'America/Havana', '2026-11-01T00:00Z', '2026-11-01T12:00Z')).toEqual([
      '2026-11-01T04:30Z 2026-11-01T00:30:00-04:00 fold',
    ]));
});

describe('a rhythm follows elapsed time', () => {
  const everyQuarter = (from: string) => Array.from({ length: 12 }, (_, n) => new Date(Date.parse(from) + n * 900_000));

  test.each(['2026-03-08T05:45Z', '2026-11-01T04:45Z'])('*/15 fires each fifteen real minutes after %s', (after) => {
    const timetable = createTimetable(schedule('*/15 * * * *'), NY, { dstGap: 'shift', dstFold: 'first' });
    const first = new Date(Date.parse(after) + 900_000).toISOString();
    expect(take(timetable, new Date(after), 12).map(({ at }) => at)).toEqual(everyQuarter(first));
  });

  test('hourly: no extra firing at the gap, both sides of the fold', () => {
    expect(inGap('0 * * * *')).toEqual([
      '2026-03-08T06:00Z 2026-03-08T01:00:00-05:00 null',
      '2026-03-08T07:00Z 2026-03-08T03:00:00-04:00 null',
      '2026-03-08T08:00Z 2026-03-08T04:00:00-04:00 null',
    ]);
    expect(inFold('0 * * * *').slice(0, 2)).toEqual([
      '2026-11-01T05:00Z 2026-11-01T01:00:00-04:00 fold',
      '2026-11-01T06:00Z 2026-11-01T01:00:00-05:00 fold',
    ]);
  });

  test('every two hours in Cairo: nothing added at the gap', () =>
    expect(firings('0 */2 * * *', 'Africa/Cairo', '2026-04-23T19:00Z', '2026-04-24T01:00Z')).toEqual([
      '2026-04-23T20:00Z 2026-04-23T22:00:00+02:00 null',
      '2026-04-23T23:00Z 2026-04-24T02:00:00+03:00 null',
      '2026-04-24T01:00Z 2026-04-24T04:00:00+03:00 null',
    ]));
});

describe('next', () => {
  const timetable = createTimetable(schedule('0 9 * * *'), 'Asia/Tokyo');

  test('is exclusive, to the millisecond', () => {
    const at = new Date('2026-05-05T00:00:00Z');
    expect(timetable.next(new Date(+at - 1))?.at).toEqual(at);
    expect(timetable.next(at)?.at).toEqual(new Date('2026-05-06T00:00:00Z'));
  });

  test('day of month and day of week: either one', () =>
    expect(
      firings('0 0 13 * 5', 'UTC', '2026-02-05T12:00Z', '2026-02-20T12:00Z').map((line) => line.slice(0, 10)),
    ).toEqual(['2026-02-06', '2026-02-13', '2026-02-20']));

  test('seconds', () =>
    expect(firings('0,30 0 9 * * *', 'Asia/Tokyo', '2026-05-05T00:00Z', '2026-05-06T00:00Z')).toEqual([
      '2026-05-05T00:00:30.000Z 2026-05-05T09:00:30+09:00 null',
      '2026-05-06T00:00Z 2026-05-06T09:00:00+09:00 null',
    ]));

  test('29 February, across a century, within 50 ms from cold', () => {
    const coldZones = ['Europe/Vienna', 'Europe/Prague', 'Europe/Rome', 'Europe/Oslo', 'Europe/Madrid'];
    let next: FireInstant | null = null;
    const cost = fastest((round) => {
      const timetable = createTimetable(schedule('0 0 29 2 *'), coldZones[round] ?? '');
      next = timetable.next(new Date('2096-03-01T00:00Z'));
    });
    expect(cost).toBeLessThan(50);
    expect(next).toMatchObject({ local: '2104-02-29T00:00:00+01:00' });
  });

  test('quarter-hour and negative half-hour offsets', () => {
    const after = new Date('2026-01-01T00:00Z');
    expect(createTimetable(schedule('0 9 * * *'), 'Asia/Kathmandu').next(after)?.local).toBe(
      '2026-01-01T09:00:00+05:45',
    );
    expect(createTimetable(schedule('0 9 * * *'), 'America/St_Johns').next(after)?.local).toBe(
      '2026-01-01T09:00:00-03:30',
    );
  });

  test('far ends: before 1970 counts as 1970, after 9999 there is nothing', () => {
    const hourly = createTimetable(schedule('0 * * * *'), 'UTC');
    expect(hourly.next(new Date(-8.64e15))?.at).toEqual(new Date(0));
    expect(hourly.next(new Date('9999-12-31T12:00Z'))).toBeNull();
    expect(hourly.next(new Date(8.64e15))).toBeNull();
    expect(take(hourly, new Date('9999-12-30T22:30Z'), 10)).toHaveLength(2);
  });

  test('an invalid date and an unknown zone are mistakes of the caller', () => {
    expect(() => timetable.next(new Date(NaN))).toThrow(RangeError);
    expect(() => createTimetable(schedule('0 9 * * *'), 'Mars/Olympus')).toThrow(RangeError);
  });
});
