import { z } from 'zod';
import { planFigures } from './plan.js';

const peak = z.int().meta({ description: 'The most there were at any moment of the day.' });

/** What a user has, has used and has done. */
export const usage = z
  .object({
    current: z.object({ jobs: z.int(), apiKeys: z.int() }),
    monthly: z.object({
      year: z.int(),
      month: z.int(),
      executions: z.int(),
      apiCalls: z.int(),
      billedAmount: z.int(),
      paid: z.boolean(),
    }),
    daily: z.object({
      date: z.iso.date(),
      executions: z.int(),
      apiCalls: z.int(),
      peakJobCount: peak,
      peakApiKeyCount: peak,
    }),
    todayActivity: z.object({
      jobsCreated: z.int(),
      jobsDeleted: z.int(),
      apiKeysCreated: z.int(),
      apiKeysDeleted: z.int(),
    }),
    limits: z.object({ plan: z.string(), ...planFigures, maxApiKeys: z.int() }),
  })
  .meta({ id: 'Usage' });
