import { job } from './examples.js';
import { createdKey } from './key-examples.js';

/** Examples of plans, usage and accounts; the tests hold them against the schemas. */

const free = {
  maxJobs: 5,
  monthlyRuns: 500,
  minIntervalSeconds: 1_800,
  dailyApiCalls: 100,
  requestsPerMinute: 60,
  logRetentionDays: 3,
  maxTimeoutMs: 30_000,
};

export const plan = { name: 'FREE', ...free };

export const planDraft = { ...free, maxJobs: 10, dailyApiCalls: null };

export const editedPlan = { name: 'TEAM', ...planDraft };

export const usage = {
  current: { jobs: 3, apiKeys: 1 },
  monthly: { year: 2025, month: 11, executions: 120, apiCalls: 340, billedAmount: 0, paid: false },
  daily: { date: '2025-11-04', executions: 12, apiCalls: 40, peakJobCount: 4, peakApiKeyCount: 1 },
  todayActivity: { jobsCreated: 2, jobsDeleted: 1, apiKeysCreated: 0, apiKeysDeleted: 0 },
  limits: { plan: 'FREE', ...free, maxApiKeys: 10 },
};

const disabled = [
  {
    id: job.id,
    name: 'Every 5 minutes',
    reason: 'このプランでは最小実行間隔は 30 分です。指定された間隔: 5 分',
  },
  {
    id: '019a52a5-f6c0-7001-8000-000000000000',
    name: 'Oldest',
    reason: 'プランの上限 (5 件) を超えるため、古いジョブから順に無効化されます',
  },
];

const restrictions = [
  { code: 'jobs_disabled', message: '2 件のジョブが無効化されます' },
  { code: 'no_new_jobs', message: '新しいジョブは作成できません。プランの上限: 5 件、現在のジョブ数: 7 件' },
];

export const simulation = {
  currentPlan: 'PRO',
  newPlan: 'FREE',
  isDowngrade: true,
  jobs: { current: 7, limit: 5, willBeDisabled: 2, jobsToDisable: disabled },
  apiKeys: { current: 1, limit: 10, willBeDisabled: 0, keysToDisable: [] },
  restrictions,
};

export const planChange = {
  changed: true,
  oldPlan: 'PRO',
  newPlan: 'FREE',
  restrictions,
  disabledResources: { jobs: disabled, apiKeys: [] },
};

export const userPlanOrder = { userId: job.userId, plan: 'FREE' };

export const userDraft = { name: 'Aoi', email: 'aoi@example.com', plan: 'HOBBY' };

export const user = {
  id: job.userId,
  ...userDraft,
  jobCount: 0,
  apiKeyCount: 1,
  createdAt: '2025-11-04T10:00:00.000Z',
};

export const createdUser = { user, ...createdKey };

const runs = { thisMonth: 12_000, total: 250_000 };
const totalsOfHobby = { plan: 'HOBBY', users: 2, jobs: 31, apiKeys: 4, runs };

export const totals = { users: 2, jobs: 31, apiKeys: 4, runs, ledgerRows: 98_000, plans: [totalsOfHobby] };
