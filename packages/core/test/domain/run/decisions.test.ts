import { describe, expect, test } from '@jest/globals';
import { newRunId } from '../../../src/db/ids.js';
import { formatRunId, isCronJobId, parseRunId, scheduledForOf } from '../../../src/domain/ids.js';
import { batchSize } from '../../../src/domain/run/batch.js';
import { grantRuns } from '../../../src/domain/quota/grant-runs.js';
import { DEFAULT_POLICY } from '../../../src/domain/policy/run-policy.js';
import { judgeJobs } from '../../../src/domain/run/job-verdict.js';
import { decideRescue, MAX_LOST_LEASES } from '../../../src/domain/run/lease.js';
import { manualInstant } from '../../../src/domain/run/manual-instant.js';
import { judgeCall } from '../../../src/domain/run/outcome.js';
import { partitionDay, partitionDaysAhead, runPartition } from '../../../src/domain/run/partition.js';
import { requestHeaders } from '../../../src/domain/run/request-headers.js';

describe('granting runs against a month', () => {
  test.each([
    { wanted: 10, current: 0, limit: null, granted: 10, refused: 0 },
    { wanted: 10, current: 495, limit: 500, granted: 5, refused: 5 },
    { wanted: 10, current: 500, limit: 500, granted: 0, refused: 10 },
    { wanted: 10, current: 600, limit: 500, granted: 0, refused: 10 },
  ])('$wanted wanted with $current of $limit used: $granted', ({ wanted, current, limit, ...grant }) => {
    expect(grantRuns(wanted, current, limit)).toEqual(grant);
  });
});

describe('the verdict on a call', () => {
  const { successStatus } = DEFAULT_POLICY;
  test.each([
    [199, 'failed'],
    [200, 'succeeded'],
    [299, 'succeeded'],
    [300, 'failed'],
    [404, 'failed'],
    [0, 'failed'],
  ])('%i is %s', (status, verdict) => {
    expect(judgeCall({ status, error: null }, successStatus)).toBe(verdict);
  });
  test('a response cut off by an error failed, whatever its status', () => {
    expect(judgeCall({ status: 200, error: { code: 'timeout', message: '' } }, successStatus)).toBe('failed');
  });
});

test('a run whose worker was lost is tried again until it has lost too many', () => {
  const verdicts = Array.from({ length: MAX_LOST_LEASES }, (_, i) => decideRescue(i + 1));
  expect(verdicts).toEqual(['requeue', 'requeueSingly', 'giveUp']);
});

test('ended runs of one cron job are summed up in the order they ended', () => {
  const ended = (states: ('succeeded' | 'failed')[]) => states.map((state) => ({ cronJobId: 'a', state }));
  expect(judgeJobs(ended(['failed', 'failed']))).toEqual([
    { cronJobId: 'a', lastStatus: 'failed', failures: 2, recovered: false },
  ]);
  expect(judgeJobs(ended(['failed', 'succeeded', 'failed']))).toEqual([
    { cronJobId: 'a', lastStatus: 'failed', failures: 1, recovered: true },
  ]);
  expect(judgeJobs(ended(['failed', 'succeeded']))).toEqual([
    { cronJobId: 'a', lastStatus: 'succeeded', failures: 0, recovered: true },
  ]);
});

test.each([
  [0, 25],
  [25, 25],
  [125, 25],
  [126, 26],
  [300, 60],
  [500, 100],
  [5_000, 100],
])('%i runs due together travel in batches of %i', (queued, size) => expect(batchSize(queued)).toBe(size));

test.each([
  ['2026-03-01T09:00:00.000Z', '2026-03-01T09:00:00.001Z'],
  ['2026-03-01T09:00:00.001Z', '2026-03-01T09:00:00.001Z'],
  ['2026-03-01T09:00:00.999Z', '2026-03-01T09:00:00.999Z'],
])('a manual run at %s is entered at %s: never where a schedule fires', (now, entered) => {
  expect(manualInstant(new Date(now)).toISOString()).toBe(entered);
});

describe('run ids', () => {
  test('carry the instant the run is due, to the millisecond', () => {
    const due = new Date('2026-03-08T07:00:00.123Z');
    expect(scheduledForOf(newRunId(due))).toEqual(due);
  });
  test('survive the way to the user and back', () => {
    const id = newRunId(new Date());
    expect(parseRunId(formatRunId(id))).toBe(id);
  });
  test.each(['', 'log_', 'log_xyz', `log_${'0'.repeat(31)}`, `LOG_${'0'.repeat(32)}`])('%j is not one', (text) => {
    expect(parseRunId(text)).toBeNull();
  });
  test('a cron job id is a lower-case uuid', () => {
    expect(isCronJobId('019a0000-0000-7000-8000-000000000000')).toBe(true);
    expect(isCronJobId('019A0000-0000-7000-8000-000000000000')).toBe(false);
  });
});

describe('ledger partitions', () => {
  test('a day holds its instants from midnight to midnight UTC', () => {
    expect(runPartition('2026-02-28')).toEqual({
      name: 'runs_2026_02_28',
      from: '2026-02-28T00:00:00.000Z',
      to: '2026-03-01T00:00:00.000Z',
    });
  });
  test('days ahead cross the year', () => {
    expect(partitionDaysAhead(new Date('2026-12-31T23:59:59Z'), 2)).toEqual(['2026-12-31', '2027-01-01']);
  });
  test('the day of an instant is its UTC day', () => {
    expect(partitionDay(new Date('2026-03-01T00:00:00.000Z'))).toBe('2026-03-01');
  });
  test.each(["2026-01-01'; DROP TABLE runs; --", '2026-13-01', ''])('%j is refused before it can reach SQL', (day) => {
    expect(() => runPartition(day)).toThrow('Not a day');
  });
});

describe('the headers of a call', () => {
  const facts = {
    runId: '019a0000-0000-7000-8000-0000000000ff',
    cronJobId: 'job',
    attempt: 2,
    scheduledFor: new Date('2026-03-08T07:00:00Z'),
    headers: { 'X-Own': 'kept', 'Idempotency-Key': 'forged', 'USER-AGENT': 'forged', traceparent: 'forged' },
    body: '{"a":1}',
  };
  const pairs = (flat: string[]) => flat.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), flat[i + 1]]] : []));

  test('name the run, the job, the attempt and the instant, and no user header stands in for them', () => {
    expect(Object.fromEntries(pairs(requestHeaders(facts, '1.2.3')))).toEqual({
      'x-own': 'kept',
      'content-type': 'application/json',
      'user-agent': 'Carillon/1.2.3',
      'idempotency-key': 'log_019a00000000700080000000000000ff',
      'carillon-job-id': 'job',
      'carillon-run-id': 'log_019a00000000700080000000000000ff',
      'carillon-attempt': '2',
      'carillon-scheduled-for': '2026-03-08T07:00:00.000Z',
      traceparent: expect.stringMatching(/^00-019a00000000700080000000000000ff-[0-9a-f]{16}-01$/),
    });
  });
  test('name the run that is repeated, if it is a repeat; a user header of that name is not kept', () => {
    const headers = { 'Carillon-Replay-Of': 'forged' };
    const repeat = requestHeaders({ ...facts, headers, replayOf: '019a0000-0000-7000-8000-000000000001' }, '1');
    const named = (flat: string[]) => pairs(flat).filter(([name]) => name === 'carillon-replay-of');
    expect(named(repeat)).toEqual([['carillon-replay-of', 'log_019a0000000070008000000000000001']]);
    expect(named(requestHeaders({ ...facts, headers, replayOf: null }, '1'))).toEqual([]);
  });
  test('each name is there once', () => {
    const names = pairs(requestHeaders(facts, '1.2.3')).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
  test('the idempotency key is the same on every attempt', () => {
    const key = (attempt: number) =>
      pairs(requestHeaders({ ...facts, attempt }, '1')).find(([name]) => name === 'idempotency-key');
    expect(key(1)).toBeDefined();
    expect(key(1)).toEqual(key(7));
  });
  test('a body that is not JSON is sent as text, and a given content type is kept', () => {
    expect(requestHeaders({ ...facts, body: 'hello' }, '1')).toContain('text/plain; charset=utf-8');
    expect(requestHeaders({ ...facts, headers: { 'Content-Type': 'application/xml' } }, '1')).not.toContain(
      'application/json',
    );
  });
});
