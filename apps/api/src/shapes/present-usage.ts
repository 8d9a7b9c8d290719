import type { Usage } from '@carillon/core/db/queries/usage-reads';
import { MAX_API_KEYS } from '@carillon/core/domain/quota/decide-key-creation';
import type { z } from 'zod';
import type { usage } from '../schemas/usage.js';

/** Shapes a user's usage for an answer. */
export function presentUsage(row: Usage): z.input<typeof usage> {
  const { name: plan, ...figures } = row.plan;
  return {
    current: { jobs: row.jobs, apiKeys: row.apiKeys },
    monthly: {
      year: Number(row.day.slice(0, 4)),
      month: Number(row.day.slice(5, 7)),
      executions: row.monthExecutions,
      apiCalls: row.monthApiCalls,
      billedAmount: row.billedAmount,
      paid: row.paid,
    },
    daily: {
      date: row.day,
      executions: row.dayExecutions,
      apiCalls: row.dayApiCalls,
      peakJobCount: row.peakJobCount,
      peakApiKeyCount: row.peakApiKeyCount,
    },
    todayActivity: {
      jobsCreated: row.jobsCreated,
      jobsDeleted: row.jobsDeleted,
      apiKeysCreated: row.apiKeysCreated,
      apiKeysDeleted: row.apiKeysDeleted,
    },
    limits: { plan, ...figures, maxApiKeys: MAX_API_KEYS },
  };
}
