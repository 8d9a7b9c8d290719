import { METHODS } from '@carillon/core/domain/target/method';
import { z } from 'zod';
import { shownTarget } from './job-target.js';
import { shownPolicy } from './policy.js';

const instant = z.iso.datetime();

/** A cron job as answers show it. */
export const job = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string().nullable().meta({
      description:
        'Null when `target` makes worker jobs; so are `method`, `headers`, `body`, `timeoutMs` and what of the policy is about calls.',
    }),
    method: z.enum(METHODS).nullable(),
    schedule: z.string(),
    timezone: z.string(),
    enabled: z.boolean(),
    headers: z.record(z.string(), z.string()).nullable().meta({
      description: 'Values are secrets: `********` for tokens without the scope `write:jobs`.',
    }),
    body: z.string().nullable(),
    nextRunAt: instant.nullable(),
    lastRunAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
    userId: z.string(),
    count: z.int().meta({ description: 'Runs so far.' }),
    lastStatus: z.enum(['succeeded', 'failed']).nullable(),
    consecutiveFailures: z.int(),
    timeoutMs: z.int().nullable(),
    target: shownTarget,
    dstGap: z.enum(['shift', 'skip']),
    dstFold: z.enum(['first', 'second', 'both']),
    ...shownPolicy,
    hasWebhook: z.boolean().meta({ description: 'Its ends are told to a webhook.' }),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Job' });
