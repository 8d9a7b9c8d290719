import { describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { percentileMs } from '../../../src/domain/worker-job/statistics.js';
import { DURATION_CLASSES, planRange, type TimeRange } from '../../../src/domain/worker-job/totals.js';

const at = (text: string) => new Date(`2026-01-${text}Z`);

describe('a stretch of time', () => {
  test('is made up of days, hours, minutes and rows', () => {
    expect(planRange({ from: at('01T22:58:30'), to: at('03T01:01:00.500') })).toEqual({
      rows: [
        { from: at('01T22:58:30'), to: at('01T22:59') },
        { from: at('03T01:01'), to: at('03T01:01:00.500') },
      ],
      totals: [
        { from: at('01T22:59'), to: at('01T23:00'), minutes: 1 },
        { from: at('03T01:00'), to: at('03T01:01'), minutes: 1 },
        { from: at('01T23:00'), to: at('02T00:00'), minutes: 60 },
        { from: at('03T00:00'), to: at('03T01:00'), minutes: 60 },
        { from: at('02T00:00'), to: at('03T00:00'), minutes: 1_440 },
      ],
    });
  });

  test('without bounds is days only; of less than a minute it is rows only', () => {
    expect(planRange({ from: null, to: null })).toEqual({
      rows: [],
      totals: [{ from: null, to: null, minutes: 1_440 }],
    });
    const moment = { from: at('01T00:00:59'), to: at('01T00:01:01') };
    expect(planRange(moment)).toEqual({ rows: [moment], totals: [] });
  });

  test('that ends before it begins is nothing', () => {
    expect(planRange({ from: at('03T00:00'), to: at('02T00:00') })).toEqual({ rows: [], totals: [] });
  });

  test('is covered once, by spans that are whole', () => {
    const random = seeded(testSeed());
    for (let n = 0; n < 500; n++) {
      const from = random.integer(0, 10_000_000);
      const range = {
        from: new Date(from),
        to: new Date(from + random.integer(1, random.pick([100_000, 10_000_000, 1e9]))),
      };
      const { rows, totals } = planRange(range);
      for (const part of totals)
        expect([part.from, part.to].map((bound) => (bound?.getTime() ?? 0) % (part.minutes * 60_000))).toEqual([0, 0]);
      expect(joined([...rows, ...totals])).toEqual([range]);
    }
  });
});

/** Stretches that touch become one. */
function joined(parts: readonly TimeRange[]): TimeRange[] {
  const sorted = [...parts].sort((a, b) => Number(a.from) - Number(b.from));
  return sorted.reduce<TimeRange[]>((done, { from, to }) => {
    const last = done.at(-1);
    if (last === undefined || Number(last.to) !== Number(from)) return [...done, { from, to }];
    return [...done.slice(0, -1), { from: last.from, to }];
  }, []);
}

describe('a percentile', () => {
  const histogram = (durations: readonly number[]) => {
    const counts = Array.from({ length: DURATION_CLASSES }, () => 0);
    for (const ms of durations) {
      const digits = ms === 0 ? 0 : ms.toString(2).length;
      counts[digits] = (counts[digits] ?? 0) + 1;
    }
    return counts;
  };

  test('is never off by more than a factor of two', () => {
    const random = seeded(testSeed());
    for (let n = 0; n < 100; n++) {
      const durations = Array.from({ length: random.integer(1, 200) }, () =>
        random.integer(1, random.pick([9, 900, 90_000])),
      );
      for (const share of [0.5, 0.95, 0.99]) {
        const exact = [...durations].sort((a, b) => a - b)[Math.ceil(share * durations.length) - 1] ?? 0;
        const estimate = percentileMs(histogram(durations), share) ?? 0;
        expect(estimate).toBeGreaterThanOrEqual(exact / 2);
        expect(estimate).toBeLessThanOrEqual(exact * 2);
      }
    }
  });

  test('of nothing is null, of instants 0', () => {
    expect(percentileMs(histogram([]), 0.5)).toBeNull();
    expect(percentileMs(histogram([0, 0]), 0.99)).toBe(0);
  });
});
