import { describe, expect, it } from '@jest/globals';
import {
  judgeClock,
  judgeKey,
  judgeLateness,
  judgeScheduler,
  judgeTimeZones,
  judgeUsage,
  judgeWorker,
} from '../../src/doctor/judge.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

describe('doctor judges', () => {
  it.each([
    ['Mon, 01 Jun 2026 12:00:00 GMT', 'ok'],
    ['Mon, 01 Jun 2026 11:59:57 GMT', 'ok'],
    ['Mon, 01 Jun 2026 11:59:50 GMT', 'warn'],
    ['Mon, 01 Jun 2026 12:00:30 GMT', 'warn'],
    ['Mon, 01 Jun 2026 12:10:00 GMT', 'fail'],
    [null, 'warn'],
  ])('a clock that says %s as %s', (date, level) => {
    expect(judgeClock(date, NOW, NOW + 40)).toMatchObject({ level });
  });

  it.each([
    [null, 'ok'],
    [at(30 * 86_400), 'ok'],
    [at(3 * 86_400), 'warn'],
  ])('a key that ends at %s as %s', (expiresAt, level) => {
    const key = { name: 'ci', scopes: ['read:jobs'], expiresAt } as Parameters<typeof judgeKey>[0];
    expect(judgeKey(key, NOW)).toMatchObject({ level });
  });

  it.each([
    [1, null, 'ok'],
    [79, 100, 'ok'],
    [80, 100, 'warn'],
  ])('%i jobs of %s as %s', (jobs, maxJobs, level) => {
    const usage = {
      current: { jobs },
      monthly: { executions: 0 },
      daily: { apiCalls: 0 },
      limits: { plan: 'PRO', maxJobs, monthlyRuns: 10, dailyApiCalls: null },
    } as Parameters<typeof judgeUsage>[0];
    expect(judgeUsage(usage)).toMatchObject({ level });
  });

  it.each([
    [[], 'ok'],
    [[12, 20, 4_000], 'ok'],
    [[12, 20, 9_000], 'warn'],
  ])('runs that were %j ms late as %s', (latenesses, level) => {
    expect(judgeLateness(latenesses.map((latenessMs) => ({ latenessMs })))).toMatchObject({ level });
  });

  it('jobs that nobody claims, and runs that nobody takes', () => {
    expect(judgeScheduler([{ nextRunAt: at(-59) }, { nextRunAt: null }], NOW)).toMatchObject({ level: 'ok' });
    expect(judgeScheduler([{ nextRunAt: at(-61) }], NOW)).toMatchObject({ level: 'fail' });
    expect(judgeWorker([{ scheduledFor: at(-59) }], NOW)).toMatchObject({ level: 'ok' });
    expect(judgeWorker([{ scheduledFor: at(-61) }], NOW)).toMatchObject({ level: 'fail' });
  });

  it('rules of time zones that differ', () => {
    const berlin = { zone: 'Europe/Berlin', at: '2026-07-01T10:00:00.000Z' };
    expect(judgeTimeZones([{ ...berlin, local: '2026-07-01T12:00:00+02:00' }])).toMatchObject({ level: 'ok' });
    expect(judgeTimeZones([{ ...berlin, local: '2026-07-01T11:00:00+01:00' }])).toMatchObject({ level: 'warn' });
    const utc = { zone: 'UTC', at: '2026-07-01T10:00:00.000Z', local: '2026-07-01T10:00:00Z' };
    expect(judgeTimeZones([utc])).toMatchObject({ level: 'ok' });
  });
});
