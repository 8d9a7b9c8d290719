import { formatRunId } from '@carillon/core/domain/ids';
import { countFates } from '@carillon/core/domain/policy/plan-backfill';
import type { Backfill, BackfillOutcome } from '@carillon/core/engine/backfill-runs';
import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { MAX_BACKFILL } from '@carillon/core/engine/find-backfill';
import { sentence } from '@carillon/core/messages/say';
import type { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { invalidInput, notFound, Problem } from '../../http/problem.js';
import { backfilled, backfillRequest } from '../../openapi/backfill-examples.js';
import { backfill, backfillInput } from '../../schemas/backfill.js';
import { jobParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkTarget } from './check-target.js';

export const backfillJob = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/{jobId}/backfill',
    operationId: 'backfillJob',
    summary: '実行されなかった予定の実行',
    description:
      'Makes up for due instants of a job in a span of the past: those that the ledger lacks get a log of their own, the others a run that repeats them. Asked again, it makes nothing twice. The runs count against the monthly limit; where `overlap` does not allow two at a time they go one after the other, and at most as many are entered as may wait.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    params: jobParams,
    body: { schema: backfillInput, example: backfillRequest },
    status: 200,
    response: backfill,
    example: backfilled,
    errors: ['not_found', 'conflict'],
  },
  async ({ params, body, principal, actor, deps }) => {
    const { userId } = principal;
    const found = await findCronJob(deps.db, userId, params.jobId);
    if (found === null) throw notFound();
    checkTarget(principal, found.target);
    const outcome = await deps.backfill({ ...body, userId, cronJobId: found.id, actor });
    if (outcome.kind !== 'done') throw refusal(outcome);
    return { data: present(outcome, body.dryRun) };
  },
);

function present({ items, repeatedBefore, left }: Backfill, dryRun: boolean): z.input<typeof backfill> {
  const runs = items.map(({ at, fate, runId, replayOf }) => ({
    scheduledFor: at.toISOString(),
    fate,
    logId: runId && formatRunId(runId),
    replayOf: replayOf && formatRunId(replayOf),
  }));
  return { dryRun, runs, counts: countFates(items), repeatedBefore, left };
}

function refusal(outcome: Exclude<BackfillOutcome, Backfill>): Problem {
  switch (outcome.kind) {
    case 'not_found':
      return notFound();
    case 'disabled':
      return new Problem('conflict', sentence('backfill_disabled'));
    case 'too_many':
      return invalidInput([{ path: ['to'], say: sentence('backfill_too_many', { maximum: MAX_BACKFILL }) }]);
    case 'past_retention':
      return invalidInput([{ path: ['from'], say: sentence('backfill_past_retention', outcome) }]);
  }
}
