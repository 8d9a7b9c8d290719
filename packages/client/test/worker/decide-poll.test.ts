import { describe, expect, test } from '@jest/globals';
import { CarillonError } from '../../src/errors.js';
import { nextPollSize, NO_STREAK, pauseAfter, type PollStreak } from '../../src/worker/decide-poll.js';

describe('how many jobs are asked for', () => {
  test.each([
    { running: 0, concurrency: 10, maxJobs: 100, size: 10 },
    { running: 7, concurrency: 10, maxJobs: 100, size: 3 },
    { running: 10, concurrency: 10, maxJobs: 100, size: 0 },
    { running: 0, concurrency: 10, maxJobs: 4, size: 4 },
    { running: 0, concurrency: 5_000, maxJobs: 5_000, size: 100 },
  ])('$size with $running of $concurrency places taken and $maxJobs a poll', ({ size, ...facts }) => {
    expect(nextPollSize(facts)).toBe(size);
  });
});

describe('the pause before the next poll', () => {
  const failed = (retryAfterMs: number | null = null) =>
    ({ kind: 'failed', error: new CarillonError({ status: 503, code: 'X', message: 'x', retryAfterMs }) }) as const;

  test('is none after jobs, nor after a poll that has waited', () => {
    const streak = { failures: 3, quick: 2 };
    expect(pauseAfter({ kind: 'jobs' }, streak, 0.5)).toEqual({ ...NO_STREAK, pauseMs: 0 });
    expect(pauseAfter({ kind: 'nothing', tookMs: 20_000 }, streak, 0.5)).toEqual({ ...NO_STREAK, pauseMs: 0 });
  });

  const pauses = (outcome: Parameters<typeof pauseAfter>[0], random: number, count: number) => {
    let streak: PollStreak = NO_STREAK;
    return Array.from({ length: count }, () => {
      const { pauseMs, ...next } = pauseAfter(outcome, streak, random);
      streak = next;
      return pauseMs;
    });
  };
  test('grows with failures in a row, to ten seconds', () => {
    expect(pauses(failed(), 1, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
  test('is never none, whatever chance says', () => {
    expect(Math.min(...pauses(failed(), 0, 50))).toBe(125);
    expect(Math.min(...pauses({ kind: 'nothing', tookMs: 1 }, 0, 50))).toBe(125);
  });
  test('grows to a second when the server answers at once that there is nothing', () => {
    expect(pauses({ kind: 'nothing', tookMs: 1 }, 1, 4)).toEqual([250, 500, 1_000, 1_000]);
  });
  test('is what the server asks for, up to a minute', () => {
    expect(pauses(failed(5_000), 1, 1)).toEqual([5_000]);
    expect(pauses(failed(86_400_000), 1, 1)).toEqual([60_000]);
  });
});
