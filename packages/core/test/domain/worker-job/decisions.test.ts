import { describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { BACKOFF_STEPS_MS } from '../../../src/domain/worker-job/backoff.js';
import { formatIsoDuration, parseIsoDuration } from '../../../src/domain/worker-job/iso-duration.js';
import { explainReportRefusal } from '../../../src/domain/worker-job/refusal.js';
import {
  compareVariables,
  MAX_VARIABLES_BYTES,
  packVariables,
  pickVariables,
} from '../../../src/domain/worker-job/variables.js';

describe('durations', () => {
  test.each([
    ['PT2M', 120_000],
    ['PT10M', 600_000],
    ['PT0S', 0],
    ['PT0.25S', 250],
    ['PT1,5S', 1_500],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['P365D', 31_536_000_000],
    ['PT90M', 5_400_000],
  ])('%s is %d ms', (text, ms) => expect(parseIsoDuration(text)).toBe(ms));

  test.each([
    '',
    'P',
    'PT',
    'P1Y',
    'P1M',
    '2M',
    'PT2',
    'PT-2M',
    '-PT2M',
    'pt2m',
    'PT2M3H',
    'PT1.5M',
    'P1DT',
    ' PT2M',
    'PT9999999999S',
  ])('%j is none', (text) => expect(parseIsoDuration(text)).toBeNull());

  test('what is written is read as the same', () => {
    const random = seeded(testSeed());
    for (let i = 0; i < 1_000; i++) {
      const ms = random.integer(0, random.pick([1_000, 100_000, 1e9, 4e10]));
      expect(parseIsoDuration(formatIsoDuration(ms))).toBe(ms);
    }
    expect([0, 2_000, 300_000, 86_400_000, 90_061_500].map(formatIsoDuration)).toEqual([
      'PT0S',
      'PT2S',
      'PT5M',
      'P1D',
      'P1DT1H1M1.5S',
    ]);
  });
});

test('back-offs double and stop at five minutes', () => {
  BACKOFF_STEPS_MS.forEach((ms, i) => expect(ms).toBe(Math.min(2_000 * 2 ** i, 300_000)));
  expect(BACKOFF_STEPS_MS.at(-1)).toBe(300_000);
});

describe('variables', () => {
  const nested = (depth: number): Record<string, unknown> => (depth === 1 ? {} : { a: nested(depth - 1) });

  test('are packed as they are, counted in bytes of UTF-8', () => {
    expect(packVariables({ b: 'ü', a: [1] })).toEqual({ text: '{"b":"ü","a":[1]}', bytes: 18 });
  });

  test('may have 256 kB, 32 levels, and no key that reaches for the prototype', () => {
    const overhead = '{"a":""}'.length;
    expect(packVariables({ a: 'x'.repeat(MAX_VARIABLES_BYTES - overhead) })).toMatchObject({
      bytes: MAX_VARIABLES_BYTES,
    });
    expect(packVariables({ a: 'x'.repeat(MAX_VARIABLES_BYTES - overhead + 1) })).toMatchObject({ fault: 'too_large' });
    expect(packVariables(nested(32))).toMatchObject({ bytes: expect.any(Number) });
    expect(packVariables(nested(33))).toEqual({ fault: 'too_deep', limit: 32 });
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const variables = JSON.parse(`{"a":[{"${key}":1}]}`) as Record<string, unknown>;
      expect(packVariables(variables)).toEqual({ fault: 'forbidden_key', key });
    }
  });

  test('are picked by name, and what is not there stays away', () => {
    expect(pickVariables({ a: 1, b: null }, ['b', 'c', 'toString'])).toEqual({ b: null });
    expect(pickVariables({ a: 1 }, [])).toEqual({ a: 1 });
  });

  test('are compared as JSON: the order of keys does not count, that of lists does', () => {
    const before = { same: { x: 1, y: [1, 2] }, list: [1, 2], gone: 1, empty: null, kind: {} };
    const sent = { same: { y: [1, 2], x: 1 }, list: [2, 1], gone: null, empty: null, kind: [], fresh: 0 };
    expect(compareVariables(before, sent)).toEqual({ added: ['fresh'], modified: ['list', 'kind'], removed: ['gone'] });
  });
});

describe('why a report does not count', () => {
  const standing = { state: 'ACTIVE', held: true, activationId: 'a', expiries: 0 } as const;
  test.each([
    [{ ...standing }, 'b', 'superseded', 'ACTIVE'],
    [{ ...standing, state: 'COMPLETED', held: false }, 'b', 'superseded', 'COMPLETED'],
    [{ ...standing, state: 'COMPLETED', held: false }, 'a', 'already_completed', 'COMPLETED'],
    [{ ...standing, state: 'CANCELLED', held: false }, null, 'already_cancelled', 'CANCELLED'],
    [{ ...standing, state: 'FAILED', held: false }, 'a', 'already_failed', 'FAILED'],
    [{ ...standing, state: 'FAILED', held: false, expiries: 10 }, 'a', 'lease_expired', 'FAILED'],
    [{ ...standing, state: 'ERROR_THROWN', held: false }, 'a', 'error_already_thrown', 'ERROR_THROWN'],
    [{ ...standing, state: 'FAILED_RETRYABLE', held: false }, 'a', 'in_backoff', 'FAILED_RETRYABLE'],
    [{ ...standing, state: 'CREATED', held: false, activationId: null }, 'a', 'not_activated', 'CREATED'],
    // Another report of the same statement was first.
    [{ ...standing }, 'a', 'already_completed', 'COMPLETED'],
  ] as const)('%j, reported by %j: %s', (job, activationId, reason, currentStatus) => {
    expect(explainReportRefusal(job, activationId)).toEqual({ kind: 'refused', currentStatus, reason });
  });
});
