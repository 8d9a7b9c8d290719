import { z } from 'zod';
import { FileText } from './file-text.js';

const text = z.union([z.string(), z.instanceof(FileText)], { error: 'must be a text, or !file with a path' });
const whole = (min: number, max: number) => z.int().min(min).max(max);
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2027-01-31T12:00:00Z, in quotes' });
const status = z.union([whole(100, 599), z.string().regex(/^\d{3}-\d{3}$/)], {
  error: 'must be a status such as 204, or a range such as "200-299"',
});

const retry = z.strictObject({
  maxAttempts: whole(1, 20).optional(),
  backoff: z.enum(['fixed', 'exponential']).optional(),
  delayMs: whole(100, 3_600_000).optional(),
  maxDelayMs: whole(100, 86_400_000).optional(),
  jitter: z.number().min(0).max(1).optional(),
  onStatus: z.array(status).max(50).optional(),
});

const workerJob = z.strictObject({
  kind: z.literal('workerJob'),
  type: z.string().regex(/^[\w.:-]{1,100}$/),
  tenantId: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
  retries: whole(1, 1_000).optional(),
  timeout: z.string().optional(),
});

const target = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('http') }), workerJob]);

/** The tags of a job, beside the one that says which file it is of. */
const MAX_TAGS = 19;

const fields = z.strictObject({
  schedule: z.string().min(1).max(256),
  timezone: z.string().min(1),
  url: z.string().min(1).max(2_048),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  headers: z.record(z.string(), text),
  body: text,
  timeoutMs: whole(100, 86_400_000),
  enabled: z.boolean(),
  pausedUntil: instant.nullable(),
  tags: z.array(z.string().min(1).max(64)).max(MAX_TAGS),
  retry,
  successStatus: z.array(status).min(1).max(50),
  overlap: z.enum(['allow', 'skip', 'queue', 'cancelPrevious']),
  missed: z.enum(['skip', 'runOnce', 'runAll']),
  missedWindowSeconds: whole(60, 31_536_000).nullable(),
  delivery: z.enum(['atLeastOnce', 'atMostOnce']),
  jitterSeconds: whole(0, 86_400),
  startAt: instant.nullable(),
  endAt: instant.nullable(),
  autoDisableAfter: whole(1, 1_000).nullable(),
  followRedirects: whole(0, 5),
  dstGap: z.enum(['shift', 'skip']),
  dstFold: z.enum(['first', 'second', 'both']),
  target,
});

/** What a job of a file says, and what its defaults say. */
export const jobFields = fields.partial();
export type JobFields = z.infer<typeof jobFields>;

/** A file of jobs. */
export const jobsFile = z.strictObject({
  version: z.literal(1, { error: 'must be 1' }),
  /** Whose jobs these are: two files with the same scope would prune each other's. */
  scope: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, {
    error: 'must be 1 to 32 of a-z, 0-9, ., _ and -, a letter or digit first',
  }),
  defaults: jobFields.optional(),
  jobs: z.record(z.string().min(1).max(255), jobFields),
});
export type JobsFile = z.infer<typeof jobsFile>;
