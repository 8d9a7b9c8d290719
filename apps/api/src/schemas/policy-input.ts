import { MAX_STATUSES, POLICY_BOUNDS } from '@carillon/core/domain/policy/bounds';
import { POLICY_FIELDS, type PolicyWishes } from '@carillon/core/domain/policy/choose-policy';
import { DEFAULT_POLICY, type StatusRange } from '@carillon/core/domain/policy/run-policy';
import { showPolicy } from '@carillon/core/domain/policy/show-policy';
import { readStatusRange, type StatusProblem } from '@carillon/core/domain/policy/status-ranges';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';
import { instant } from './query-fields.js';

const DEFAULTS = showPolicy(DEFAULT_POLICY);

const figure = (name: Exclude<keyof typeof POLICY_BOUNDS, 'jitter'>) =>
  z.int().min(POLICY_BOUNDS[name].min).max(POLICY_BOUNDS[name].max);

/**
 * May be left out, and null is the default, which a change so comes back to. The default is told in words: in a change it
 * is not what a field has that is left out.
 */
const choice = <T extends z.ZodType>(
  type: T,
  { description, unlessSaid }: { description: string; unlessSaid: unknown },
) =>
  type
    .nullable()
    .optional()
    .meta({ description: `${description} Unless said, and for null: \`${JSON.stringify(unlessSaid)}\`.` });

const statusRange = z
  .unknown()
  .transform((item, ctx): StatusRange => {
    const range = readStatusRange(item);
    if (typeof range !== 'string') return range;
    ctx.addIssue(custom(describeStatuses(range)));
    return z.NEVER;
  })
  .meta({
    override: {
      oneOf: [
        { type: 'integer', minimum: 100, maximum: 599 },
        { type: 'string', pattern: String.raw`^\d{3}-\d{3}$` },
      ],
    },
  });

const instantText = instant.transform((date) => date.toISOString());

const retry = z
  .strictObject({
    maxAttempts: choice(figure('maxAttempts'), {
      description: 'Attempts in all, the first included.',
      unlessSaid: DEFAULTS.retry.maxAttempts,
    }),
    backoff: choice(z.enum(['fixed', 'exponential']), {
      description: 'Whether the delay stays, or doubles from one attempt to the next.',
      unlessSaid: DEFAULTS.retry.backoff,
    }),
    delayMs: choice(figure('delayMs'), {
      description: 'Before the second attempt.',
      unlessSaid: DEFAULTS.retry.delayMs,
    }),
    maxDelayMs: choice(figure('maxDelayMs'), {
      description: 'The most that doubling leads to; no less than `delayMs`.',
      unlessSaid: DEFAULTS.retry.maxDelayMs,
    }),
    jitter: choice(z.number().min(POLICY_BOUNDS.jitter.min).max(POLICY_BOUNDS.jitter.max), {
      description: 'The share of the delay by which chance lengthens or shortens it.',
      unlessSaid: DEFAULTS.retry.jitter,
    }),
    onStatus: choice(z.array(statusRange).max(MAX_STATUSES), {
      description: 'Answers that are worth another attempt, such as `503` or `"500-599"`.',
      unlessSaid: DEFAULTS.retry.onStatus,
    }),
  })
  .meta({ id: 'RetryChoices' });

/** What a user may choose about the runs of a job; every field may be left out. */
export const policyFields = {
  retry: choice(retry, {
    description: 'When a failed attempt is followed by another. A change is made field by field.',
    unlessSaid: DEFAULTS.retry,
  }),
  successStatus: choice(z.array(statusRange).min(1).max(MAX_STATUSES), {
    description: 'Answers that make a run succeed, such as `204` or `"200-299"`.',
    unlessSaid: DEFAULTS.successStatus,
  }),
  overlap: choice(z.enum(['allow', 'skip', 'queue', 'cancelPrevious']), {
    description: 'What a run does when the one before it has not ended.',
    unlessSaid: DEFAULTS.overlap,
  }),
  missed: choice(z.enum(['skip', 'runOnce', 'runAll']), {
    description: 'What becomes of due instants that nobody served in time: none, the latest or all are run.',
    unlessSaid: DEFAULTS.missed,
  }),
  missedWindowSeconds: choice(figure('missedWindowSeconds'), {
    description: 'A missed instant older than this is not made up for; null has no limit.',
    unlessSaid: DEFAULTS.missedWindowSeconds,
  }),
  delivery: choice(z.enum(['atLeastOnce', 'atMostOnce']), {
    description: '`atMostOnce` never repeats a call whose outcome is not known.',
    unlessSaid: DEFAULTS.delivery,
  }),
  jitterSeconds: choice(figure('jitterSeconds'), {
    description:
      'Every due instant comes later by up to this, always by as much for one job; shorter than the schedule’s shortest interval.',
    unlessSaid: DEFAULTS.jitterSeconds,
  }),
  startAt: choice(instantText, {
    description: 'No instant of the schedule before this is due.',
    unlessSaid: DEFAULTS.startAt,
  }),
  endAt: choice(instantText, {
    description: 'No instant of the schedule from this on is due.',
    unlessSaid: DEFAULTS.endAt,
  }),
  pausedUntil: choice(instantText, {
    description: 'Instants due before this are in the log as skipped.',
    unlessSaid: DEFAULTS.pausedUntil,
  }),
  autoDisableAfter: choice(figure('autoDisableAfter'), {
    description: 'Disables the job after so many failures in a row; null never does.',
    unlessSaid: DEFAULTS.autoDisableAfter,
  }),
  followRedirects: choice(figure('followRedirects'), {
    description: 'Hops of redirection that are followed.',
    unlessSaid: DEFAULTS.followRedirects,
  }),
};

/** Tells what is said of the policy from everything else. */
export function splitPolicy<T extends PolicyWishes>(
  sent: T,
): { policy: PolicyWishes; rest: Omit<T, keyof PolicyWishes> } {
  const isOfPolicy = (field: string) => (POLICY_FIELDS as string[]).includes(field);
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(sent).filter(([field]) => isOfPolicy(field) === wanted));
  return { policy: pick(true), rest: pick(false) as Omit<T, keyof PolicyWishes> };
}

function describeStatuses(problem: StatusProblem): Sentence {
  switch (problem) {
    case 'malformed':
      return sentence('statuses_malformed');
    case 'out_of_range':
      return sentence('statuses_out_of_range');
    case 'reversed':
      return sentence('statuses_reversed');
  }
}
