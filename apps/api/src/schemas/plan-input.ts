import { FIGURE_BOUNDS, isPlanName, type PlanFigures, type UNLIMITABLE } from '@carillon/core/domain/quota/plan';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { searchText } from './query-fields.js';

/** The name of a plan in a body; whether there is one is known only when plans are read. */
const planName = z.string().min(1).max(255);

/** A wish for a plan. */
export const planOrder = z.strictObject({ plan: planName });

/** A wish for a plan, for some user. */
export const userPlanOrder = z.strictObject({ userId: z.string().min(1).max(255), plan: planName });

export const planQuery = z.strictObject({ plan: searchText.meta({ examples: ['FREE'] }) });

export const userPlanQuery = z.strictObject({ userId: searchText, plan: searchText.meta({ examples: ['FREE'] }) });

/** The plan in a path. A name that none can have is refused: this operation would make a plan of it. */
export const planParams = z.object({
  name: z
    .string()
    .refine(isPlanName, { params: { say: sentence('field_not_a_plan_name') } })
    .meta({ override: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,31}$' } }),
});

const figure = (name: keyof PlanFigures) => z.int().min(FIGURE_BOUNDS[name].min).max(FIGURE_BOUNDS[name].max);
const limit = (name: (typeof UNLIMITABLE)[number]) =>
  figure(name).nullable().meta({ description: 'Null is no limit.' });

/** All figures of a plan. */
export const planDraft = z
  .strictObject({
    maxJobs: limit('maxJobs'),
    monthlyRuns: limit('monthlyRuns'),
    minIntervalSeconds: figure('minIntervalSeconds'),
    dailyApiCalls: limit('dailyApiCalls'),
    requestsPerMinute: limit('requestsPerMinute'),
    logRetentionDays: figure('logRetentionDays'),
    maxTimeoutMs: figure('maxTimeoutMs'),
  })
  .meta({ id: 'PlanDraft' });
