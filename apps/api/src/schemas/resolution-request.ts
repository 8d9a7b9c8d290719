import type { Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';
import { sentObject } from './json-object.js';
import { MAX_RETRIES, note } from './worker-job-fields.js';

/** Fields that mean something with one action only: with the other they would be lost without a word. */
const BELONGS_TO = { job_retries: 'retry', variables: 'retry', reason: 'dismiss' } as const;

/** What is to become of an incident. */
export const resolutionRequest = z
  .strictObject({
    action: z.enum(['retry', 'dismiss']),
    job_retries: z
      .int()
      .min(1)
      .max(MAX_RETRIES)
      .optional()
      .meta({ description: 'With `retry`; needed when the job has none left.' }),
    variables: sentObject.optional().meta({ description: 'With `retry`: laid over the job’s own.' }),
    comment: note.optional(),
    reason: note.optional().meta({ description: 'With `dismiss`.' }),
  })
  .superRefine((body, ctx) => {
    for (const [field, action] of Object.entries(BELONGS_TO)) {
      if (body.action === action || body[field as keyof typeof BELONGS_TO] === undefined) continue;
      const say: Sentence = () => `goes with the action ${action} only`;
      ctx.addIssue(custom(say, [field]));
    }
  })
  .meta({ id: 'ResolutionRequest' });
