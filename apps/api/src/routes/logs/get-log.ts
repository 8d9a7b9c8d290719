import { parseRunId } from '@carillon/core/domain/ids';
import { findRun } from '@carillon/core/engine/find-run';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { log as example } from '../../openapi/examples.js';
import { log } from '../../schemas/log.js';
import { logParams } from '../../schemas/params.js';
import { presentLog } from '../../shapes/present-log.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getLog = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/logs/{logId}',
    operationId: 'getLog',
    summary: '特定の実行ログの取得',
    tags: ['Logs'],
    scope: 'read:logs',
    params: logParams,
    status: 200,
    response: log,
    example,
    errors: ['not_found'],
  },
  async ({ params, principal, language, deps }) => {
    const runId = parseRunId(params.logId);
    const run = runId === null ? null : await findRun(deps.db, principal.userId, runId);
    if (run === null) throw notFound();
    return { data: presentLog(run, language) };
  },
);
