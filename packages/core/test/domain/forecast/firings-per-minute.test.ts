import { describe, expect, test } from '@jest/globals';
import { firingsPerMinute, forecastSpan, minuteAt } from '../../../src/domain/forecast/firings-per-minute.js';
import { createTimetable } from '../../../src/domain/schedule/next-fire.js';
import { schedule } from '../schedule/samples.js';

const now = new Date('2026-01-01T10:00:30.500Z');
const timetable = (expression: string) => createTimetable(schedule(expression, true), 'UTC');
const count = (expression: string, minutes: number, pausedUntil: string | null = null, most = 1_000) =>
  firingsPerMinute(timetable(expression), forecastSpan(now, minutes), { pausedUntil, most });

test('a forecast begins with the minute under way and has as many as were asked for', () => {
  const span = forecastSpan(now, 3);
  expect([minuteAt(span, 0), minuteAt(span, 3)].map((at) => at.toISOString())).toEqual([
    '2026-01-01T10:00:00.000Z',
    '2026-01-01T10:03:00.000Z',
  ]);
});

describe('firings by minute', () => {
  test('of the minute under way only what is left counts, and the end is not in it', () => {
    const { counts, instants, isCut } = count('* * * * * *', 2);
    expect([[...counts], instants, isCut]).toEqual([
      [
        [0, 29],
        [1, 60],
      ],
      89,
      false,
    ]);
  });

  test('minutes without any are left out', () => {
    expect([...count('*/10 * * * *', 60).counts.keys()]).toEqual([10, 20, 30, 40, 50]);
  });

  test('what is due before a pause ends does not count; at its end it does', () => {
    expect([...count('*/10 * * * *', 60, '2026-01-01T10:30:00.000Z').counts.keys()]).toEqual([30, 40, 50]);
    expect(count('*/10 * * * *', 60, '2026-02-01T00:00:00.000Z').counts.size).toBe(0);
    expect(count('*/10 * * * *', 60, '2025-01-01T00:00:00.000Z').counts.size).toBe(5);
  });

  test('it stops at the most that it may work out, and says so', () => {
    const { instants, isCut } = count('* * * * * *', 60, null, 100);
    expect([instants, isCut]).toEqual([100, true]);
  });

  test('a timetable that ends is over', () => {
    const ended = { next: () => null };
    expect(firingsPerMinute(ended, forecastSpan(now, 60), { pausedUntil: null, most: 10 }).instants).toBe(0);
  });
});
