import { describe, expect, test } from '@jest/globals';
import { CarillonError } from '../src/errors.js';
import { parseRetryAfter } from '../src/http/answer.js';
import { backoffMs, isPassing, retryPause } from '../src/http/retry.js';

const failure = (status: number, retryAfterMs: number | null = null) =>
  new CarillonError({ status, code: 'X', message: 'x', retryAfterMs });
const facts = { isRepeatable: true, failures: 1, maxRetries: 3, remainingMs: 60_000, random: 0 };

describe('whether a request is sent again', () => {
  test.each([0, 502, 503, 504])('after %d only if a repeat does no harm', (status) => {
    expect(retryPause(failure(status), facts)).toBe(100);
    expect(retryPause(failure(status), { ...facts, isRepeatable: false })).toBeNull();
  });
  test('after 429 in any case: it was refused before anything was done', () => {
    expect(retryPause(failure(429), { ...facts, isRepeatable: false })).toBe(100);
  });
  test.each([400, 401, 403, 404, 409, 413, 500])('never after %d', (status) => {
    expect(retryPause(failure(status), facts)).toBeNull();
    expect(isPassing(failure(status))).toBe(false);
  });
  test('not more often than asked for', () => {
    expect(retryPause(failure(503), { ...facts, failures: 3 })).not.toBeNull();
    expect(retryPause(failure(503), { ...facts, failures: 4 })).toBeNull();
    expect(retryPause(failure(503), { ...facts, maxRetries: 0 })).toBeNull();
  });
  test('when the server says, and not at all when that is too late', () => {
    expect(retryPause(failure(503, 2_000), facts)).toBe(2_000);
    expect(retryPause(failure(429, 3_600_000), facts)).toBeNull();
  });
});

test('the back-off doubles up to its bound, and half of it is random', () => {
  const bounds = { firstMs: 200, longestMs: 5_000 };
  expect([1, 2, 3, 6, 1_000].map((failures) => backoffMs(failures, bounds, 0))).toEqual([100, 200, 400, 2_500, 2_500]);
  expect(backoffMs(1, bounds, 0.999)).toBeCloseTo(200, 0);
});

test('Retry-After is a number of seconds or an instant', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  expect(parseRetryAfter('7', now)).toBe(7_000);
  expect(parseRetryAfter('Sat, 21 Nov 2026 10:00:03 GMT', now)).toBe(3_000);
  expect(parseRetryAfter('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
  expect(parseRetryAfter('soon', now)).toBeNull();
  expect(parseRetryAfter(null, now)).toBeNull();
});
