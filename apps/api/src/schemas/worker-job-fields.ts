import { parseIsoDuration } from '@carillon/core/domain/worker-job/iso-duration';
import { MAX_LEASE_MS, MIN_LEASE_MS } from '@carillon/core/domain/worker-job/lease';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';

const NAME = /^[\w.:-]{1,100}$/;

const name = (description: string) =>
  z
    .string()
    .refine((text) => NAME.test(text), { params: { say: sentence('field_not_a_label') } })
    .meta({ description, override: { type: 'string', pattern: NAME.source } });

/** What kind of work a job is; workers ask for it by this name. */
export const jobType = name('What kind of work it is.');

export const workerName = name('Who does the work.');

export const tenantId = name('A label within the account.');

/** Most attempts that a job may be given. */
export const MAX_RETRIES = 1_000;

/** How long a worker has for a job it got. */
export const leaseMs = z.int().min(MIN_LEASE_MS).max(MAX_LEASE_MS);

/** Names the hand-over that a worker speaks of. */
export const activationId = z.uuid().meta({ description: 'As the activation gave it; stale ones are refused.' });

/** What went wrong, or why something was done: for people. */
export const note = z.string().max(10_000);

/** A duration such as `PT2M`, in milliseconds. */
export function isoDuration(bounds: { min: string; max: string; description: string }) {
  const [minMs, maxMs] = [parseIsoDuration(bounds.min) ?? 0, parseIsoDuration(bounds.max) ?? 0];
  const outside = sentence('field_duration_outside', { minimum: bounds.min, maximum: bounds.max });
  return z
    .string()
    .transform((text, ctx) => {
      const ms = parseIsoDuration(text);
      if (ms !== null && ms >= minMs && ms <= maxMs) return ms;
      ctx.addIssue(custom(ms === null ? sentence('field_not_a_duration') : outside));
      return z.NEVER;
    })
    .meta({ description: bounds.description, override: { type: 'string', format: 'duration' } });
}

/** How often a new job may be tried. */
export const jobRetries = z.int().min(1).max(MAX_RETRIES).default(3).meta({ description: 'Attempts in all.' });

const TWO_MINUTES_MS = 120_000;

/** How long a new job may wait for its first worker before its deadline has passed. */
export const jobTimeout = isoDuration({
  min: 'PT1S',
  max: 'P365D',
  description: 'Where `deadline` is until a worker has the job.',
})
  .default(TWO_MINUTES_MS)
  .meta({ override: { type: 'string', format: 'duration', default: 'PT2M' } });
