import type { CronJob } from '@carillon/core/db/queries/cron-jobs';
import type { LedgerRun } from '@carillon/core/db/queries/ledger-reads';
import { formatRunId, parseRunId } from '@carillon/core/domain/ids';
import { isFinal } from '@carillon/core/domain/run/states';
import { findCronJob } from '@carillon/core/engine/find-cron-job';
import { findRun } from '@carillon/core/engine/find-run';
import { sentence } from '@carillon/core/messages/say';
import type { ApiDeps } from '../../deps.js';
import { defineRoute } from '../../http/define-route.js';
import { notFound, Problem } from '../../http/problem.js';
import { log as example } from '../../openapi/examples.js';
import { log } from '../../schemas/log.js';
import { logParams } from '../../schemas/params.js';
import { presentLog } from '../../shapes/present-log.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkTarget } from '../jobs/check-target.js';
import { skipped, waitForEnd } from '../jobs/manual-run.js';

export const replayLog = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/logs/{logId}/replay',
    operationId: 'replayLog',
    summary: '実行のやり直し',
    description:
      'Runs the job of a log once more, as the job is now, and waits for the result as `execute` does. The old log stays; the new one names it in `replayOf`, and the call in the header `Carillon-Replay-Of`.',
    tags: ['Logs'],
    scope: 'write:jobs',
    patienceMs: ({ executeWaitMs }) => executeWaitMs,
    params: logParams,
    status: 201,
    otherStatuses: { 202: 'The run outlasts the wait, or waits for its turn: look at its log later.' },
    response: log,
    example: { ...example, type: 'MANUAL', replayOf: 'log_019a5122f1c07d3e9b6a4c8e2f7d1a36' },
    errors: ['plan_limit', 'not_found', 'conflict', 'overlap'],
  },
  async ({ params, principal, language, deps }) => {
    const { userId } = principal;
    const { replayed, job } = await findBoth(deps, userId, params.logId);
    checkTarget(principal, job.target);
    const outcome = await deps.manualRuns.request({ userId, cronJobId: job.id, replayOf: replayed.id });
    if (outcome.kind === 'not_found') throw jobDeleted();
    if (outcome.kind === 'queued') await waitForEnd(outcome.runId, deps);
    const run = await findRun(deps.db, userId, outcome.runId);
    if (run === null) throw new Error('A replay is not in the ledger');
    if (run.state === 'skipped') throw skipped(run);
    const data = presentLog(run, language);
    if (isFinal(run.state)) return { data };
    return { status: 202, message: sentence('run_accepted', { logId: formatRunId(run.id) }), data };
  },
);

/** The run to repeat, which has ended, and its job. */
async function findBoth(
  { db }: ApiDeps,
  userId: string,
  logId: string,
): Promise<{ replayed: LedgerRun; job: CronJob }> {
  const runId = parseRunId(logId);
  const replayed = runId === null ? null : await findRun(db, userId, runId);
  if (replayed === null) throw notFound();
  const { state } = replayed;
  if (!isFinal(state))
    throw new Problem('conflict', sentence('replay_not_final', { state }), { details: () => ({ state }) });
  const job = await findCronJob(db, userId, replayed.cronJobId);
  if (job === null) throw jobDeleted();
  return { replayed, job };
}

const jobDeleted = () => new Problem('conflict', sentence('replay_job_deleted'));
