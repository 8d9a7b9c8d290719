import { expect, test } from '@jest/globals';
import { statsSpan } from '../../../src/domain/run/stats-span.js';

const now = new Date('2026-01-01T10:07:30.500Z');
const iso = (ms: number | undefined) => new Date(ms ?? Number.NaN).toISOString();

test('an hour has sixty whole minutes, the last of them under way', () => {
  const { since, until, bucketSeconds, startsMs } = statsSpan('hour', now);
  expect([startsMs.length, bucketSeconds, until]).toEqual([60, 60, now]);
  expect([since.toISOString(), iso(startsMs[0]), iso(startsMs[1]), iso(startsMs.at(-1))]).toEqual([
    '2026-01-01T09:08:00.000Z',
    '2026-01-01T09:08:00.000Z',
    '2026-01-01T09:09:00.000Z',
    '2026-01-01T10:07:00.000Z',
  ]);
});

test('a day has its quarters, wherever in one it is', () => {
  const { since, bucketSeconds, startsMs } = statsSpan('day', now);
  expect([startsMs.length, bucketSeconds, since.toISOString(), iso(startsMs.at(-1))]).toEqual([
    96,
    900,
    '2025-12-31T10:15:00.000Z',
    '2026-01-01T10:00:00.000Z',
  ]);
});
