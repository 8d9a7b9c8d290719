import { z } from 'zod';

const instant = z.iso.datetime();

const statuses = z.array(z.union([z.int(), z.string()])).meta({
  description: 'Statuses as they were sent: `204`, `"200-299"`.',
});

const ofCall = 'Null when `target` makes worker jobs.';

/** A policy as answers show it: every field, chosen or not. */
export const shownPolicy = {
  retry: z
    .object({
      maxAttempts: z.int(),
      backoff: z.enum(['fixed', 'exponential']),
      delayMs: z.int(),
      maxDelayMs: z.int(),
      jitter: z.number(),
      onStatus: statuses,
    })
    .meta({ id: 'Retry' })
    .nullable()
    .meta({ description: ofCall }),
  successStatus: statuses.nullable().meta({ description: ofCall }),
  overlap: z.enum(['allow', 'skip', 'queue', 'cancelPrevious']),
  missed: z.enum(['skip', 'runOnce', 'runAll']),
  missedWindowSeconds: z.int().nullable(),
  delivery: z.enum(['atLeastOnce', 'atMostOnce']).nullable().meta({ description: ofCall }),
  jitterSeconds: z.int(),
  startAt: instant.nullable(),
  endAt: instant.nullable(),
  pausedUntil: instant.nullable(),
  autoDisableAfter: z.int().nullable(),
  followRedirects: z.int().nullable().meta({ description: ofCall }),
};
