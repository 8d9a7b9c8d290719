import { describe, expect, test } from '@jest/globals';
import { LONGEST_RETRY_AFTER_MS, parseHttpDate, retryAfterMs } from '../../../src/domain/policy/retry-after.js';

const now = new Date('2026-11-21T12:00:00Z');

describe('a date as HTTP writes it', () => {
  test.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
    ['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37.000Z'],
    ['Saturday, 21-Nov-76 12:00:00 GMT', '2076-11-21T12:00:00.000Z'],
    ['Monday, 21-Nov-77 12:00:00 GMT', '1977-11-21T12:00:00.000Z'],
    ['Thu, 31 Dec 2026 23:59:60 GMT', '2027-01-01T00:00:00.000Z'],
  ])('%s', (text, instant) => expect(parseHttpDate(text, now)?.toISOString()).toBe(instant));

  test.each([
    '',
    'soon',
    '2026-11-21T12:00:00Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 nov 1994 08:49:37 GMT',
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
  ])('not %j', (text) => expect(parseHttpDate(text, now)).toBeNull());
});

describe('Retry-After', () => {
  const at = (text: string, date?: string) =>
    retryAfterMs({ 'retry-after': text, ...(date !== undefined && { date }) }, now);

  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['86401', LONGEST_RETRY_AFTER_MS],
    ['9'.repeat(400), LONGEST_RETRY_AFTER_MS],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Saturday, 21-Nov-26 12:00:30 GMT', 30_000],
    ['Sat Nov 21 12:00:30 2026', 30_000],
    ['Sat, 21 Nov 2026 11:59:30 GMT', 0],
    ['Mon, 21 Nov 2050 12:00:00 GMT', LONGEST_RETRY_AFTER_MS],
    ['-5', 0],
    ['1.5', 0],
    ['5, 10', 0],
    ['', 0],
  ])('%j is %i ms', (text, ms) => expect(at(text)).toBe(ms));

  test('an answer without it asks for nothing', () => expect(retryAfterMs({}, now)).toBe(0));

  test('a date is counted by the clock of the target, an hour behind or not', () => {
    expect(at('Sat, 21 Nov 2026 11:00:30 GMT', 'Sat, 21 Nov 2026 11:00:00 GMT')).toBe(30_000);
    expect(at('Sat, 21 Nov 2026 12:00:30 GMT', 'yesterday')).toBe(30_000);
  });
});
