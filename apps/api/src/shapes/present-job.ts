import type { CronJob } from '@carillon/core/db/queries/cron-jobs';
import { maskHeaders } from '@carillon/core/domain/secret/mask';
import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import { showHeaders } from '@carillon/core/secrets/headers';
import type { Keyring } from '@carillon/core/secrets/keyring';
import type { z } from 'zod';
import type { job } from '../schemas/job.js';
import { presentPolicy } from './present-policy.js';
import { presentTarget } from './present-target.js';

/** Shapes a cron job for an answer. Header values are shown only to those who could set them. */
export function presentJob(row: CronJob, principal: Principal, keyring: Keyring): z.input<typeof job> {
  const { headers, target, policy, timeoutMs, runCount, nextRunAt, lastRunAt, createdAt, updatedAt, ...same } = row;
  return {
    ...same,
    ...presentPolicy(policy, { makesCalls: target === null }),
    headers: headers && (principal.scopes.has('write:jobs') ? opened(row, headers, keyring) : maskHeaders(headers)),
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRunAt: lastRunAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    count: runCount,
    timeoutMs: target === null ? timeoutMs : null,
    target: presentTarget(target),
  };
}

function opened({ userId, id }: CronJob, headers: Record<string, string>, keyring: Keyring): Record<string, string> {
  return showHeaders(keyring, { owner: userId, record: id }, headers);
}
