import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';
import { runState } from './log.js';
import { wholeNumber } from './query-fields.js';

const MAX_JOBS = 100;

const jobIds = z
  .string()
  .transform((text, ctx) => {
    const ids = text.split(',').filter((id) => id !== '');
    if (ids.length > 0 && ids.length <= MAX_JOBS) return ids;
    const wrong =
      ids.length === 0 ? sentence('field_required') : sentence('field_too_many_items', { maximum: MAX_JOBS });
    ctx.addIssue(custom(wrong));
    return z.NEVER;
  })
  .meta({
    description: `Their ids with commas, ${MAX_JOBS} at most. Those that are not yours do not appear in the answer.`,
    override: { type: 'string' },
  });

/** Whose last runs. */
export const jobOutcomesQuery = z.strictObject({
  jobIds,
  limit: wholeNumber({ min: 1, max: 50, fallback: 30, description: 'Runs a job.' }).default(30),
});

/** The last runs of a job. */
export const jobOutcomes = z
  .object({
    jobId: z.string(),
    runs: z
      .array(
        z.object({
          id: z.string(),
          state: runState,
          scheduledFor: z.iso.datetime(),
          status: z.int().meta({ description: 'HTTP status; 0 when there was no response.' }),
          durationMs: z.int().nullable(),
        }),
      )
      .meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'JobOutcomes' });
