import type { CronJob } from '@carillon/core/db/queries/cron-jobs';
import type { LedgerRun } from '@carillon/core/db/queries/ledger-reads';
import { formatRunId } from '@carillon/core/domain/ids';
import { isFinal } from '@carillon/core/domain/run/states';
import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { findRun } from '@carillon/core/engine/find-run';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import type { ApiDeps } from '../../deps.js';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { execution } from '../../openapi/examples.js';
import { job } from '../../schemas/job.js';
import { log } from '../../schemas/log.js';
import { jobParams } from '../../schemas/params.js';
import { presentJob } from '../../shapes/present-job.js';
import { presentLog } from '../../shapes/present-log.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkTarget } from './check-target.js';
import { skipped, waitForEnd } from './manual-run.js';

export const executeJob = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/jobs/{jobId}/execute',
    operationId: 'executeJob',
    summary: 'ジョブの手動実行',
    description:
      'Runs a job now and waits for its result: the response to its call, or the end of its worker job. The run counts against the monthly limit and takes its turn as the job’s `overlap` says.',
    tags: ['Jobs'],
    scope: 'write:jobs',
    patienceMs: ({ executeWaitMs }) => executeWaitMs,
    params: jobParams,
    status: 200,
    otherStatuses: { 202: 'The run outlasts the wait: `result` is null and `runId` names the log to look at.' },
    response: z.object({
      job,
      result: log.nullable(),
      runId: z.string().optional().meta({ description: 'Only with status 202.' }),
    }),
    example: execution,
    errors: ['plan_limit', 'overlap', 'not_found'],
  },
  async ({ params, principal, language, deps }) => {
    const { userId } = principal;
    // Asked first, so that an id that cannot be a cron job's never reaches Postgres as one.
    const found = await findCronJob(deps.db, userId, params.jobId);
    if (found === null) throw notFound();
    checkTarget(principal, found.target);
    const outcome = await deps.manualRuns.request({ userId, cronJobId: found.id });
    if (outcome.kind === 'not_found') throw notFound();
    if (outcome.kind === 'queued') await waitForEnd(outcome.runId, deps);
    const { row, run } = await readResult(deps, { userId, found, runId: outcome.runId });
    const shown = presentJob(row, principal, deps.keyring);
    if (run.state === 'skipped') throw skipped(run);
    if (isFinal(run.state)) return { data: { job: shown, result: presentLog(run, language) } };
    const runId = formatRunId(run.id);
    return {
      status: 202,
      message: sentence('run_accepted', { logId: runId }),
      data: { job: shown, result: null, runId },
    };
  },
);

async function readResult(
  { db }: ApiDeps,
  { userId, found, runId }: { userId: string; found: CronJob; runId: string },
): Promise<{ row: CronJob; run: LedgerRun }> {
  const [row, run] = await Promise.all([findCronJob(db, userId, found.id), findRun(db, userId, runId)]);
  if (run === null) throw new Error('A manual run is not in the ledger');
  // Deleted while it ran: what was run is still the answer.
  return { row: row ?? found, run };
}
