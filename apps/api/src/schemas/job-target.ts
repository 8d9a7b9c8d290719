import type { CronTarget } from '@carillon/core/domain/target/cron-target';
import { z } from 'zod';
import { jsonObject, NOTHING_SENT, sentObject } from './json-object.js';
import { jobRetries, jobTimeout, jobType, tenantId } from './worker-job-fields.js';

const http = { kind: z.literal('http') };

/** What a due instant does. The worker job is described as `POST /api/v1/jobs` has it. */
export const jobTarget = z
  .discriminatedUnion('kind', [
    z.strictObject(http),
    z.strictObject({
      kind: z.literal('workerJob'),
      tenantId: tenantId.default('default'),
      type: jobType,
      variables: sentObject.default(NOTHING_SENT).meta({ override: { type: 'object', default: {} } }),
      retries: jobRetries,
      timeout: jobTimeout,
    }),
  ])
  .transform((sent): CronTarget | null => {
    if (sent.kind === 'http') return null;
    const { timeout, variables, ...same } = sent;
    return { ...same, variables: variables.value, timeoutMs: timeout };
  })
  .meta({
    description:
      'What a due instant does: call `url` (`http`, unless said), or create a worker job for pulling workers, which takes the scope `job` as well. With `workerJob` the fields of a call (`url`, `method`, `headers`, `body`, `timeoutMs`, `retry`, `successStatus`, `delivery`, `followRedirects`) are not taken. The worker job’s custom headers name this job, the run and its due instant; its end is the run’s.',
  });

/** A target as answers show it. */
export const shownTarget = z
  .discriminatedUnion('kind', [
    z.object(http),
    z.object({
      kind: z.literal('workerJob'),
      tenantId: z.string(),
      type: z.string(),
      variables: jsonObject,
      retries: z.int(),
      timeout: z.string().meta({ format: 'duration' }),
    }),
  ])
  .meta({ id: 'JobTarget' });
