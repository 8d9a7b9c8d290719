import { describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { countedAttempts, decideRetry, type RetryFacts } from '../../../src/domain/policy/decide-retry.js';
import { DEFAULT_POLICY, isIn, type RetryPolicy, type RunPolicy } from '../../../src/domain/policy/run-policy.js';
import { judgeCall } from '../../../src/domain/run/outcome.js';
import type { PastAttempt } from '../../../src/domain/run/past-attempt.js';

const now = new Date('2026-11-21T12:00:00Z');
const END = { kind: 'end' };
const retry = (delayMs: number) => ({ kind: 'retry', delayMs });
const steady: RetryPolicy = { ...DEFAULT_POLICY.retry, maxAttempts: 10, jitter: 0 };
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, error: null });
const trouble = (code: string, status = 0) => ({ status, headers: {}, error: { code, message: '' } });
const decide = (
  facts: Partial<RetryFacts> & { retry?: Partial<RetryPolicy>; delivery?: RunPolicy['delivery'] } = {},
) => {
  const { retry: choices, delivery = 'atLeastOnce', ...more } = facts;
  const policy = { retry: { ...steady, ...choices }, delivery };
  return decideRetry({ policy, attempts: 1, result: answer(500), random: 0.5, ...more }, now);
};

describe('whether a failed attempt is followed by another', () => {
  test('never, unless the user has said so', () => {
    const { retry, delivery } = DEFAULT_POLICY;
    const facts = { policy: { retry, delivery }, attempts: 1, result: answer(500), random: 0 };
    expect(decideRetry(facts, now)).toEqual(END);
  });

  test.each([
    [1, 'retry'],
    [2, 'retry'],
    [3, 'end'],
    [4, 'end'],
  ])('attempt %i of 3: %s', (attempts, kind) =>
    expect(decide({ attempts, retry: { maxAttempts: 3 } })).toMatchObject({ kind }),
  );

  test.each([
    [408, 'retry'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
    [599, 'retry'],
    [200, 'end'],
    [302, 'end'],
    [400, 'end'],
    [404, 'end'],
    [409, 'end'],
  ])('an answer with %i: %s', (status, kind) => expect(decide({ result: answer(status) })).toMatchObject({ kind }));

  test('which answers are worth another attempt is for the user to say', () => {
    const asked = { onStatus: [[404, 404]] as const };
    expect(decide({ result: answer(404), retry: asked })).toMatchObject({ kind: 'retry' });
    expect(decide({ result: answer(500), retry: asked })).toEqual(END);
  });

  test.each([
    ['dns_failed', 'retry'],
    ['connection_refused', 'retry'],
    ['connection_reset', 'retry'],
    ['unreachable', 'retry'],
    ['connect_timeout', 'retry'],
    ['timeout', 'retry'],
    ['egress_denied', 'end'],
    ['tls_expired', 'end'],
    ['tls_untrusted', 'end'],
    ['tls_wrong_host', 'end'],
    ['tls_failed', 'end'],
    ['secret_unreadable', 'end'],
    ['redirect_limit', 'end'],
    ['redirect_downgrade', 'end'],
    ['invalid_request', 'end'],
    ['call_failed', 'end'],
    ['worker_stopped', 'end'],
  ])('a call that met %s: %s', (code, kind) => expect(decide({ result: trouble(code) })).toMatchObject({ kind }));

  test('an answer that broke off is judged by what broke it, not by its status', () => {
    expect(decide({ result: trouble('timeout', 404) })).toMatchObject({ kind: 'retry' });
    expect(decide({ result: trouble('tls_failed', 500) })).toEqual(END);
  });

  test('a call that must be made once at most is not repeated', () => {
    expect(decide({ delivery: 'atMostOnce' })).toEqual(END);
  });
});

test('attempts that Carillon itself lost do not count', () => {
  const past = (code: string | null, attempt = 1): PastAttempt => ({
    attempt,
    startedAt: null,
    durationMs: null,
    status: 0,
    error: code === null ? null : { code, message: '' },
  });
  expect(countedAttempts(null)).toBe(1);
  expect(countedAttempts([past('worker_lost'), past('worker_stopped')])).toBe(1);
  expect(countedAttempts([past(null), past('worker_lost'), past('timeout')])).toBe(3);
});

describe('how soon', () => {
  const delays = (choices: Partial<RetryPolicy>) =>
    [1, 2, 3, 4, 5].map((attempts) => decide({ attempts, retry: choices }));

  test('fixed: always the same', () => {
    expect(delays({ backoff: 'fixed', delayMs: 700 })).toEqual(Array(5).fill(retry(700)));
  });
  test('exponential: doubled from one to the next, up to the most', () => {
    expect(delays({ delayMs: 1_000, maxDelayMs: 6_000 })).toEqual([1_000, 2_000, 4_000, 6_000, 6_000].map(retry));
  });
  test('chance lengthens or shortens by the share, both ends included', () => {
    const jittered = (random: number) => decide({ random, retry: { delayMs: 1_000, jitter: 0.2 } });
    expect([jittered(0), jittered(0.999)]).toEqual([retry(800), retry(1_200)]);
  });
  test('what the target asks for is the least, and a day is the most it gets', () => {
    const asked = (text: string) => decide({ result: answer(503, { 'retry-after': text }), retry: { delayMs: 5_000 } });
    expect(asked('3')).toEqual(retry(5_000));
    expect(asked('90')).toEqual(retry(90_000));
    expect(asked('Sat, 21 Nov 2026 12:02:00 GMT')).toEqual(retry(120_000));
    expect(asked('9999999')).toEqual(retry(86_400_000));
  });

  test('every delay is within its bounds, and without chance none is shorter than the one before', () => {
    const random = seeded(testSeed());
    const outOfBounds: object[] = [];
    for (let i = 0; i < 2_000; i++) {
      const delayMs = random.integer(100, 3_600_000);
      const maxDelayMs = random.integer(delayMs, 86_400_000);
      const policy = { backoff: random.pick(['fixed', 'exponential'] as const), delayMs, maxDelayMs, maxAttempts: 20 };
      const jitter = random.next();
      let before = delayMs;
      for (let attempts = 1; attempts < 20; attempts++) {
        const plain = delayOf(decide({ attempts, retry: policy }));
        const actual = delayOf(decide({ attempts, retry: { ...policy, jitter }, random: random.next() }));
        const most = policy.backoff === 'fixed' ? delayMs : maxDelayMs;
        const holds = plain >= before && plain <= most && Math.abs(actual - plain) <= plain * jitter + 1;
        if (!holds) outOfBounds.push({ policy, jitter, attempts, plain, actual });
        before = plain;
      }
    }
    expect(outOfBounds).toEqual([]);
  });
});

function delayOf(decision: ReturnType<typeof decideRetry>): number {
  if (decision.kind === 'end') throw new Error('There is no other attempt.');
  return decision.delayMs;
}

describe('what counts as success', () => {
  const judge = (status: number, successStatus: RunPolicy['successStatus']) =>
    judgeCall({ status, error: null }, successStatus);

  test('is for the user to say, in single statuses and in ranges', () => {
    const asked = [
      [200, 204],
      [302, 302],
    ] as const;
    expect([200, 204, 205, 301, 302, 303, 500, 0].map((status) => judge(status, asked))).toEqual([
      'succeeded',
      'succeeded',
      'failed',
      'failed',
      'succeeded',
      'failed',
      'failed',
      'failed',
    ]);
    expect(judge(404, [[404, 404]])).toBe('succeeded');
  });
  test('no range, no success', () => expect(isIn(200, [])).toBe(false));
});
