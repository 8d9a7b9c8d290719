import { z } from 'zod';

const unlimited = { description: 'Null is no limit.' };

/** The figures of a plan as answers show them. */
export const planFigures = {
  maxJobs: z.int().nullable().meta(unlimited),
  monthlyRuns: z.int().nullable().meta(unlimited),
  minIntervalSeconds: z.int(),
  dailyApiCalls: z.int().nullable().meta(unlimited),
  requestsPerMinute: z.int().nullable().meta({ description: 'For each key; null is no limit.' }),
  logRetentionDays: z.int(),
  maxTimeoutMs: z.int(),
};

/** A plan as answers show it. */
export const plan = z.object({ name: z.string(), ...planFigures }).meta({ id: 'Plan' });

/** Something that does not stay enabled, and why. */
const disabling = z.object({ id: z.string(), name: z.string(), reason: z.string() }).meta({ id: 'Disabling' });

/** Longer lists are cut; the count beside them is the whole. */
export const MOST_LISTED = 1_000;

const listed = z.array(disabling).meta({ description: `At most ${MOST_LISTED} of them.` });

const restriction = z.object({
  code: z.enum(['jobs_disabled', 'api_keys_disabled', 'timeouts_lowered', 'no_new_jobs', 'runs_used_up']),
  message: z.string(),
});

const counted = { current: z.int(), limit: z.int().nullable(), willBeDisabled: z.int() };

/** What a change of plan would do. */
export const planSimulation = z
  .object({
    currentPlan: z.string(),
    newPlan: z.string(),
    isDowngrade: z.boolean().meta({ description: 'The new plan gives less of something.' }),
    jobs: z.object({ ...counted, jobsToDisable: listed }),
    apiKeys: z.object({ ...counted, keysToDisable: listed }),
    restrictions: z.array(restriction),
  })
  .meta({ id: 'PlanSimulation' });

/** What a change of plan has done. */
export const planChange = z
  .object({
    changed: z.boolean().meta({ description: '`false` when the user was on the plan already.' }),
    oldPlan: z.string(),
    newPlan: z.string(),
    restrictions: z.array(restriction),
    disabledResources: z.object({ jobs: listed, apiKeys: listed }),
  })
  .meta({ id: 'PlanChange' });
