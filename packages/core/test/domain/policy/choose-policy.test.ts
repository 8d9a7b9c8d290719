import { describe, expect, test } from '@jest/globals';
import { checkPolicy } from '../../../src/domain/policy/check-policy.js';
import { choosePolicy } from '../../../src/domain/policy/choose-policy.js';
import { DEFAULT_POLICY, policyOf } from '../../../src/domain/policy/run-policy.js';
import { showPolicy } from '../../../src/domain/policy/show-policy.js';
import { formatStatusRange, readStatusRange } from '../../../src/domain/policy/status-ranges.js';

describe('a choice', () => {
  test('that is the default is none', () => {
    expect(choosePolicy(null, {})).toBeNull();
    expect(choosePolicy(null, { overlap: 'allow', retry: { jitter: 0.2 }, successStatus: [[200, 299]] })).toBeNull();
  });

  test('is kept whatever is said of others, and goes with null', () => {
    const first = choosePolicy(null, { overlap: 'skip', retry: { maxAttempts: 3 } });
    const second = choosePolicy(first, { missed: 'skip', retry: { delayMs: 200 } });
    expect(second).toEqual({
      retry: { ...DEFAULT_POLICY.retry, maxAttempts: 3, delayMs: 200 },
      overlap: 'skip',
      missed: 'skip',
    });
    expect(choosePolicy(second, { overlap: null, missed: null, retry: null })).toBeNull();
    expect(choosePolicy(second, { retry: { maxAttempts: null, delayMs: null } })).not.toHaveProperty('retry');
  });

  test('has one spelling, in whatever order its fields were sent', () => {
    const one = choosePolicy(null, { overlap: 'skip', retry: { delayMs: 200, backoff: 'fixed' } });
    const other = choosePolicy(null, { retry: { backoff: 'fixed', delayMs: 200 }, overlap: 'skip' });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  test('is shown as it was sent', () => {
    const shown = showPolicy(choosePolicy(null, { successStatus: [[204, 204]] }));
    expect(shown.successStatus).toEqual([204]);
    expect(shown.retry.onStatus).toEqual([408, 425, 429, '500-599']);
  });
});

describe('statuses', () => {
  test.each([
    [204, [204, 204]],
    [100, [100, 100]],
    [599, [599, 599]],
    ['200-299', [200, 299]],
    ['204-204', [204, 204]],
    [99, 'out_of_range'],
    [600, 'out_of_range'],
    ['200-1000', 'out_of_range'],
    ['299-200', 'reversed'],
    ['204', 'malformed'],
    ['2xx', 'malformed'],
    ['200–299', 'malformed'],
    ['200 - 299', 'malformed'],
    ['-200-299', 'malformed'],
    ['', 'malformed'],
    [204.5, 'malformed'],
    [Infinity, 'malformed'],
    [null, 'malformed'],
    [undefined, 'malformed'],
    [true, 'malformed'],
    [[200, 299], 'malformed'],
  ])('%p is %p', (item, range) => {
    expect(readStatusRange(item)).toEqual(range);
  });

  test('are spelled as they were read', () => {
    expect(formatStatusRange([204, 204])).toBe(204);
    expect(formatStatusRange([200, 299])).toBe('200-299');
  });
});

describe('a policy that contradicts itself', () => {
  const never = () => {
    throw new Error('the interval does not matter here');
  };
  const codesOf = (choices: Parameters<typeof choosePolicy>[1], intervalSeconds: () => number = never) =>
    checkPolicy(choosePolicy(null, choices), intervalSeconds).map(({ code }) => code);

  test('is told so', () => {
    expect(codesOf({ delivery: 'atMostOnce', retry: { maxAttempts: 2 } })).toEqual(['at_most_once_retried']);
    expect(codesOf({ delivery: 'atMostOnce' })).toEqual([]);
    expect(codesOf({ retry: { delayMs: 2_000, maxDelayMs: 1_999 } })).toEqual(['max_delay_below_delay']);
    expect(codesOf({ retry: { delayMs: 2_000, maxDelayMs: 2_000 } })).toEqual([]);
    expect(codesOf({ retry: { backoff: 'fixed', delayMs: 2_000, maxDelayMs: 100 } })).toEqual([]);
    const [startAt, endAt] = ['2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00.000Z'];
    expect(codesOf({ startAt, endAt })).toEqual(['end_not_after_start']);
    expect(codesOf({ startAt: endAt, endAt: startAt })).toEqual([]);
    expect(codesOf({ endAt })).toEqual([]);
    expect(codesOf({ jitterSeconds: 60 }, () => 60)).toEqual(['jitter_not_below_interval']);
    expect(codesOf({ jitterSeconds: 59 }, () => 60)).toEqual([]);
  });

  test('is told all of it', () => {
    const [startAt, endAt] = ['2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
    const all = { delivery: 'atMostOnce', retry: { maxAttempts: 2 }, startAt, endAt, jitterSeconds: 60 } as const;
    expect(codesOf(all, () => 60)).toHaveLength(3);
  });

  test('cannot be the default', () => {
    expect(checkPolicy(null, never)).toEqual([]);
    expect(policyOf(null)).toBe(DEFAULT_POLICY);
  });
});
