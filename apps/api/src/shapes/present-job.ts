import type { CronJob } from '@carillon/core/db/queries/cron-jobs';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import type { z } from 'zod';
import type { job } from '../schemas/job.js';
import { presentPolicy } from './present-policy.js';
import { presentTarget } from './present-target.js';

const MASK = '********';

/** Shapes a cron job for an answer. Header values are shown only to those who could set them. */
export function presentJob(row: CronJob, principal: Principal): z.input<typeof job> {
  const { headers, target, policy, timeoutMs, runCount, nextRunAt, lastRunAt, createdAt, updatedAt, ...same } = row;
  return {
    ...same,
    ...presentPolicy(policy, { makesCalls: target === null }),
    headers: principal.scopes.has('write:jobs') ? headers : masked(headers),
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRunAt: lastRunAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    count: runCount,
    timeoutMs: target === null ? timeoutMs : null,
    target: presentTarget(target),
  };
}

function masked(headers: CronJob['headers']): CronJob['headers'] {
  return headers && Object.fromEntries(Object.keys(headers).map((name) => [name, MASK]));
}
