import { METHODS } from '@carillon/core/domain/target/method';
import { checkBody } from '@carillon/core/domain/quota/check-definition';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { jobTarget } from './job-target.js';
import { policyFields } from './policy-input.js';
import { targetBody, targetHeaders, targetUrl } from './target-input.js';

const DEFAULT_TIMEOUT_MS = 10_000;

/** What of a job draft is a call. */
export const jobTest = z
  .strictObject({
    jobId: z
      .string()
      .optional()
      .meta({ description: 'The job that is being changed: `********` stands for the header values that it has.' }),
    url: targetUrl,
    method: z.enum(METHODS),
    headers: targetHeaders.nullable().default(null),
    body: targetBody.nullable().default(null),
    timeoutMs: z
      .int()
      .min(100)
      .default(DEFAULT_TIMEOUT_MS)
      .meta({ description: 'As in a job, but a test ends after 30 s at the latest.' }),
    followRedirects: policyFields.followRedirects,
    successStatus: policyFields.successStatus,
    target: jobTarget.optional().meta({ description: 'Taken, since it is in a draft; only `http` can be tried out.' }),
  })
  .refine(({ method, body }) => checkBody(method, body) === null, {
    path: ['body'],
    params: { say: sentence('body_not_taken') },
  })
  .refine(({ target }) => target === undefined || target === null, {
    path: ['target'],
    params: { say: sentence('test_needs_a_call') },
  })
  .meta({ id: 'JobTest' });

const newConnectionMs = z.int().nullable();

/** What came of a test. */
export const jobTestResult = z
  .object({
    successful: z.boolean().meta({ description: 'By `successStatus`.' }),
    status: z.int().meta({ description: 'HTTP status; 0 when there was no response.' }),
    durationMs: z.int(),
    ttfbMs: z.int().nullable().meta({ description: 'From the start of the call to the first byte of the response.' }),
    connection: z
      .object({ dnsMs: newConnectionMs, connectMs: z.int(), tlsMs: newConnectionMs })
      .nullable()
      .meta({ description: 'What setting up a connection took; null when one was there already, or none came about.' }),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
    truncated: z.boolean().meta({ description: 'The response was longer than what is shown of it.' }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'JobTestResult' });
