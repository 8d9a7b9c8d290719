import { seeded, testSeed } from '@carillon/testkit/random';
import { describe, expect, test } from '@jest/globals';
import type { PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { stableOffset } from '../../../src/domain/policy/stable-offset.js';
import { timedTimetable } from '../../../src/domain/policy/timed-timetable.js';
import { timingOf } from '../../../src/domain/policy/timing.js';
import { createTimetable, take, type Timetable } from '../../../src/domain/schedule/next-fire.js';
import { EXPRESSIONS, schedule, ZONES } from '../schedule/samples.js';

const NY = 'America/New_York';
const timed = (calendar: Timetable, zone: string, policy: PolicyChoices, id: string | null = 'job-1') => {
  const timing = timingOf(policy, id);
  return timing === null ? calendar : timedTimetable(calendar, zone, timing);
};
const instants = (timetable: Timetable, after: string, count: number) =>
  take(timetable, new Date(after), count).map(({ at }) => at.toISOString().slice(5, 16));

describe('the offset of a cron job', () => {
  test('stays what it is', () => {
    expect(stableOffset('019a52a5-f6c0-7000-8000-000000000000', 86_400)).toBe(
      stableOffset('019a52a5-f6c0-7000-8000-000000000000', 86_400),
    );
    expect(stableOffset('anything', 0)).toBe(0);
  });

  test('is anything from 0 to the jitter, about as often for ids that follow one another', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i += 1) {
      const offset = stableOffset(`019a52a5-f6c0-7000-8000-${i.toString(16).padStart(12, '0')}`, 9);
      counts[offset] = (counts[offset] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe('the instants of a calendar', () => {
  const daily = createTimetable(schedule('0 9 * * *'), 'UTC');

  test('are as they were where the policy says nothing of them', () => {
    expect(timed(daily, 'UTC', { overlap: 'skip' })).toBe(daily);
  });

  test('begin with the one at the start and end before the one at the end', () => {
    const within = timed(daily, 'UTC', { startAt: '2026-03-03T09:00:00.000Z', endAt: '2026-03-05T09:00:00.000Z' });
    expect(instants(within, '2026-01-01T00:00:00Z', 10)).toEqual(['03-03T09:00', '03-04T09:00']);
    expect(instants(within, '2026-03-04T09:00:00Z', 10)).toEqual([]);
    const toTheMillisecond = timed(daily, 'UTC', { startAt: '2026-03-03T09:00:00.001Z' });
    expect(instants(toTheMillisecond, '2026-01-01T00:00:00Z', 1)).toEqual(['03-04T09:00']);
  });

  test('come later by the jitter’s offset, and start and end are about the calendar', () => {
    const id = Array.from({ length: 100 }, (_, i) => `job-${i}`).find((name) => stableOffset(name, 600) > 300) ?? '';
    const minutes = stableOffset(id, 600) / 60;
    const bounds = { startAt: '2026-03-03T09:00:00.000Z', endAt: '2026-03-04T09:01:00.000Z' };
    const firings = take(timed(daily, 'UTC', { jitterSeconds: 600, ...bounds }, id), new Date('2026-03-01T00:00Z'), 9);
    expect(firings.map(({ at }) => (at.getTime() - Date.parse('2026-03-03T09:00Z')) / 60_000)).toEqual([
      minutes,
      24 * 60 + minutes,
    ]);
    expect(take(timed(daily, 'UTC', { jitterSeconds: 600, ...bounds }, null), new Date(0), 1)[0]?.at).toEqual(
      new Date('2026-03-03T09:00:00Z'),
    );
  });

  test('say the wall time at which they are due, also across a clock change', () => {
    const early = createTimetable(schedule('59 1 * * *'), NY);
    const id = Array.from({ length: 100 }, (_, i) => `job-${i}`).find((name) => stableOffset(name, 600) >= 60) ?? '';
    const [firing] = take(timed(early, NY, { jitterSeconds: 600 }, id), new Date('2026-03-08T00:00:00Z'), 1);
    expect(firing?.local).toMatch(/^2026-03-08T03:0\d:\d\d-04:00$/);
  });

  test('strictly increase, none is lost and none is added, for any zone, start, end and jitter', () => {
    const random = seeded(testSeed());
    for (let round = 0; round < 60; round += 1) {
      const [expression, zone] = [random.pick(EXPRESSIONS), random.pick(ZONES)];
      const calendar = createTimetable(schedule(expression), zone, {
        dstFold: random.pick(['first', 'second', 'both']),
      });
      const from = Date.UTC(2026, random.integer(0, 11), random.integer(1, 28));
      const first = from + random.integer(1, 10 * 86_400) * 1_000;
      const startAt = new Date(first).toISOString();
      const endAt = new Date(first + random.integer(1, 20 * 86_400) * 1_000).toISOString();
      const jitterSeconds = random.integer(0, 86_400);
      const id = `job-${random.integer(0, 1_000)}`;
      const delayMs = stableOffset(id, jitterSeconds) * 1_000;
      const policy = { jitterSeconds, startAt, endAt };
      const due = take(timed(calendar, zone, policy, id), new Date(from), 20).map(({ at }) => at.getTime());
      const expected = take(calendar, new Date(first - 1), 20).map(({ at }) => at.getTime() + delayMs);
      const label = `${expression} ${zone} ${JSON.stringify(policy)} ${id}`;
      expect([label, ...due]).toEqual([label, ...expected.filter((at) => at < Date.parse(endAt) + delayMs)]);
      for (const [i, at] of due.entries()) if (i > 0) expect(at).toBeGreaterThan(due[i - 1] ?? Infinity);
    }
  });
});
