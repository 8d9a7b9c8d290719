import { checkBody } from '@carillon/core/domain/quota/check-definition';
import { describeProblem } from '@carillon/core/domain/schedule/describe-problem';
import { readSchedule } from '@carillon/core/domain/quota/read-schedule';
import { isTimeZone } from '@carillon/core/domain/schedule/time-zone';
import {
  CALL_FIELDS,
  checkKind,
  NEEDED_BY_CALLS,
  type KindFacts,
  type KindProblem,
} from '@carillon/core/domain/target/check-kind';
import { METHODS } from '@carillon/core/domain/target/method';
import { choosePolicy } from '@carillon/core/domain/policy/choose-policy';
import type { CronJobDraft } from '@carillon/core/engine/create-cron-jobs';
import type { PreviewFields } from '@carillon/core/engine/preview-firings';
import type { CronJobChanges } from '@carillon/core/engine/update-cron-job';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';
import { jobTarget } from './job-target.js';
import { policyFields, splitPolicy } from './policy-input.js';
import { newTargetHeaders, targetBody, targetHeaders, targetUrl } from './target-input.js';

/** A cron expression. Whether its plan allows a seconds field is known only when the plan is read. */
const schedule = z
  .string()
  .transform((text, ctx) => {
    const parsed = parse(text);
    if (parsed.ok) return parsed.schedule.expression;
    const { problem } = parsed;
    ctx.addIssue(custom((language) => describeProblem(problem, language)));
    return z.NEVER;
  })
  .meta({
    description:
      'Minute, hour, day of month, month, day of week; a leading seconds field on plans that run jobs more often than every minute.',
    examples: ['0 9 * * *'],
    override: { type: 'string', maxLength: 256 },
  });

/** As on plans without a seconds field, so that no message offers one, unless the text has it. */
function parse(text: string) {
  const parsed = readSchedule(text, { allowSeconds: false });
  const hasSeconds = !parsed.ok && parsed.problem.code === 'secondsNotAllowed';
  return hasSeconds ? readSchedule(text, { allowSeconds: true }) : parsed;
}

const timezone = z
  .string()
  .superRefine((value, ctx) => {
    if (!isTimeZone(value)) ctx.addIssue(custom(sentence('unknown_time_zone', { value: value.slice(0, 64) })));
  })
  .meta({ description: 'A name of the IANA time zone database.', examples: ['Asia/Tokyo'] });

const dstGap = z.enum(['shift', 'skip']).meta({
  description: 'A time of day that a clock change leaves out: fire at the end of the gap, or not that day.',
});

const dstFold = z.enum(['first', 'second', 'both']).meta({
  description: 'A time of day that a clock change repeats: when to fire.',
});

const fields = {
  name: z.string().min(1).max(255),
  url: targetUrl,
  method: z.enum(METHODS),
  schedule,
  timezone,
  headers: targetHeaders.nullable(),
  body: targetBody.nullable(),
  enabled: z.boolean(),
  timeoutMs: z.int().min(100).meta({ description: 'Deadline of one call, in milliseconds; the plan has a ceiling.' }),
  dstGap,
  dstFold,
  tags: z.array(z.string().min(1).max(64)).max(20),
  ...policyFields,
};

const DEFAULT_ZONE = 'Asia/Tokyo';

const DEFAULT_TIMEOUT_MS = 10_000;

/** What only a call has is left out where a target makes worker jobs, so none of it has a default before that is known. */
const draftFields = z.strictObject({
  ...fields,
  url: fields.url.optional(),
  method: fields.method.optional(),
  timezone: timezone.default(DEFAULT_ZONE),
  headers: newTargetHeaders.nullable().optional().meta({ default: null }),
  body: fields.body.optional().meta({ default: null }),
  enabled: fields.enabled.default(true),
  timeoutMs: fields.timeoutMs.optional().meta({ default: DEFAULT_TIMEOUT_MS }),
  dstGap: dstGap.default('shift'),
  dstFold: dstFold.default('first'),
  tags: fields.tags.default([]),
  target: jobTarget.optional().meta({ default: { kind: 'http' } }),
});

/** A new cron job. */
export const jobDraft = draftFields
  .check(
    ...NEEDED_BY_CALLS.map((field) => heldToKind({ field, code: 'required' })),
    ...CALL_FIELDS.map((field) => heldToKind({ field, code: 'not_with_worker_job' })),
  )
  .refine(({ method, body }) => method === undefined || checkBody(method, body ?? null) === null, {
    path: ['body'],
    params: { say: sentence('body_not_taken') },
    when: isAnObject,
  })
  .transform((sent): CronJobDraft => {
    const { policy, rest } = splitPolicy(sent);
    const { target = null, url = null, method = null, headers = null, body = null, ...same } = rest;
    return {
      ...same,
      policy: choosePolicy(null, policy),
      target,
      url,
      method,
      headers,
      body,
      timeoutMs: sent.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    };
  })
  .meta({ id: 'JobDraft' });

/** Many new cron jobs. */
export const jobDrafts = z.array(jobDraft).min(1).max(1_000);

/** Changes to a cron job: the fields that are sent. */
export const jobChanges = z
  .strictObject({ ...fields, target: jobTarget })
  .partial()
  .check(...CALL_FIELDS.map((field) => heldToKind({ field, code: 'not_with_worker_job' })))
  .transform((sent): CronJobChanges => {
    const { policy, rest } = splitPolicy(sent);
    return Object.keys(policy).length === 0 ? rest : { ...rest, policy };
  })
  .meta({ id: 'JobChanges' });

/** What a schedule that is only being considered needs. */
export const scheduleDraft = z
  .strictObject({
    schedule,
    timezone: timezone.default(DEFAULT_ZONE),
    dstGap: dstGap.default('shift'),
    dstFold: dstFold.default('first'),
    ...policyFields,
    target: jobTarget
      .optional()
      .meta({ description: 'Taken, since it may be in a draft; it does not change the instants.' }),
  })
  .transform((sent): PreviewFields => {
    const { policy, rest } = splitPolicy(sent);
    return { ...rest, id: null, policy: choosePolicy(null, policy) };
  })
  .meta({ id: 'ScheduleDraft' });

/** One thing that `checkKind` may find, as a check of its own, so that each fault is told at its field. */
function heldToKind(problem: KindProblem): z.core.$ZodCheck<KindFacts> {
  const { field, code } = problem;
  const say = code === 'required' ? sentence('field_required') : sentence('not_with_worker_job');
  const isFound = (found: KindProblem) => found.field === field && found.code === code;
  // A target that is at fault itself comes as it was sent, `http` and all.
  const targetOf = ({ target }: KindFacts) => (target?.kind === 'workerJob' ? target : null);
  return z.refine((sent: KindFacts) => !checkKind({ ...sent, target: targetOf(sent) }).some(isFound), {
    path: [field],
    params: { say },
    when: isAnObject,
  });
}

/** Also when other fields are at fault: all faults are told at once. */
function isAnObject({ value }: { value: unknown }): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
