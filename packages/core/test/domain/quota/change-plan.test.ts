import { describe, expect, test } from '@jest/globals';
import { decidePlanChange, type JobFacts, type PlanChangeFacts } from '../../../src/domain/quota/change-plan.js';
import { givesLess, isPlanName, type FullPlan } from '../../../src/domain/quota/plan.js';

const free: FullPlan = {
  name: 'FREE',
  maxJobs: 5,
  monthlyRuns: 500,
  minIntervalSeconds: 1_800,
  dailyApiCalls: 100,
  requestsPerMinute: 60,
  logRetentionDays: 3,
  maxTimeoutMs: 30_000,
};
const pro: FullPlan = {
  name: 'PRO',
  maxJobs: 100,
  monthlyRuns: 50_000,
  minIntervalSeconds: 60,
  dailyApiCalls: 2_000,
  requestsPerMinute: 1_200,
  logRetentionDays: 30,
  maxTimeoutMs: 300_000,
};
const unlimited: FullPlan = {
  ...pro,
  name: 'UNLIMITED',
  maxJobs: null,
  monthlyRuns: null,
  dailyApiCalls: null,
  requestsPerMinute: null,
};

const job = (id: string, fields: Partial<JobFacts> = {}): JobFacts => ({
  id,
  name: `job ${id}`,
  enabled: true,
  timeoutMs: 10_000,
  intervalSeconds: 86_400,
  ...fields,
});
const jobs = (count: number) => Array.from({ length: count }, (_, i) => job(String(i + 1)));
const decide = (facts: Partial<PlanChangeFacts>) =>
  decidePlanChange({ from: pro, to: free, jobs: [], apiKeys: [], runsThisMonth: 0, ...facts });
const disabled = (facts: Partial<PlanChangeFacts>) => decide(facts).jobs.disable.map(({ id }) => id);

describe('which jobs a downgrade disables', () => {
  test('those whose interval is too short first, then the oldest beyond the number', () => {
    const eight = jobs(8).map((one) => (one.id === '6' ? { ...one, intervalSeconds: 300 } : one));
    expect(decide({ jobs: eight }).jobs).toEqual({
      current: 8,
      limit: 5,
      disable: [
        { id: '6', name: 'job 6', reason: { code: 'interval_too_short', minimumSeconds: 1_800, actualSeconds: 300 } },
        { id: '1', name: 'job 1', reason: { code: 'beyond_job_limit', limit: 5 } },
        { id: '2', name: 'job 2', reason: { code: 'beyond_job_limit', limit: 5 } },
      ],
    });
  });

  test('an interval of exactly the plan’s is long enough', () => {
    expect(disabled({ jobs: [job('1', { intervalSeconds: 1_800 }), job('2', { intervalSeconds: 1_799 })] })).toEqual([
      '2',
    ]);
  });

  test('what is disabled already takes nobody’s place and is not disabled again', () => {
    const eight = jobs(8).map((one) => (Number(one.id) <= 3 ? { ...one, enabled: false, intervalSeconds: 60 } : one));
    expect(disabled({ jobs: eight })).toEqual([]);
  });

  test('none to a plan without a limit', () => {
    expect(disabled({ from: free, to: unlimited, jobs: jobs(200) })).toEqual([]);
  });

  test('none when the plan stays the same, whatever its figures have become', () => {
    const change = decide({ from: free, jobs: jobs(8), runsThisMonth: 1_000 });
    expect(change).toMatchObject({ isDowngrade: false, jobs: { disable: [] }, lowerTimeouts: [], restrictions: [] });
  });
});

test('keys stay, except the oldest enabled beyond ten', () => {
  const apiKeys = Array.from({ length: 13 }, (_, i) => ({ id: `k${i}`, name: `key ${i}`, enabled: i !== 1 }));
  expect(decide({ apiKeys }).apiKeys).toEqual({
    current: 13,
    limit: 10,
    disable: ['0', '2'].map((i) => {
      return { id: `k${i}`, name: `key ${i}`, reason: { code: 'beyond_key_limit', limit: 10 } };
    }),
  });
});

test('says all that is restricted', () => {
  const change = decide({
    jobs: [...jobs(6), job('7', { timeoutMs: 30_001, enabled: false }), job('8', { timeoutMs: 30_000 })],
    runsThisMonth: 500,
  });
  expect(change.lowerTimeouts).toEqual(['7']);
  expect(change.restrictions).toEqual([
    { code: 'jobs_disabled', count: 2 },
    { code: 'timeouts_lowered', count: 1, maximum: 30_000 },
    { code: 'no_new_jobs', limit: 5, current: 8 },
    { code: 'runs_used_up', limit: 500, current: 500 },
  ]);
});

test('an upgrade restricts nothing', () => {
  const change = decide({ from: free, to: pro, jobs: jobs(5), runsThisMonth: 500 });
  expect(change).toMatchObject({ isDowngrade: false, jobs: { disable: [] }, restrictions: [] });
});

describe('which plan gives less', () => {
  test.each([
    ['PRO than UNLIMITED', pro, unlimited, true],
    ['UNLIMITED than PRO', unlimited, pro, false],
    ['FREE than PRO', free, pro, true],
    ['PRO than FREE', pro, free, false],
    ['a plan than itself', pro, pro, false],
    ['more jobs, but a longer interval', { ...pro, maxJobs: 200, minIntervalSeconds: 61 }, pro, true],
    ['a shorter timeout', { ...pro, maxTimeoutMs: 299_999 }, pro, true],
  ])('%s', (_title, plan, than, less) => {
    expect(givesLess(plan, than)).toBe(less);
  });
});

test.each([
  ['FREE', true],
  ['TEAM_2', true],
  ['', false],
  ['free', false],
  ['2ND', false],
  ['A'.repeat(33), false],
])('%j as the name of a plan', (name, may) => {
  expect(isPlanName(name)).toBe(may);
});
