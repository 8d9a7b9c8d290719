import { parseRunId } from '@carillon/core/domain/ids';
import { deleteRun } from '@carillon/core/engine/delete-run';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound, Problem } from '../../http/problem.js';
import { logParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';

export const deleteLog = defineRoute(
  {
    surface: cronSurface,
    method: 'delete',
    path: '/api/logs/{logId}',
    operationId: 'deleteLog',
    summary: '実行ログの削除',
    description: 'Deletes the log of a run that has ended.',
    tags: ['Logs'],
    scope: 'write:logs',
    params: logParams,
    status: 200,
    response: z.null(),
    example: null,
    exampleMessage: sentence('log_deleted'),
    errors: ['not_found', 'conflict'],
  },
  async ({ params, principal, deps }) => {
    const runId = parseRunId(params.logId);
    if (runId === null) throw notFound();
    const outcome = await deleteRun(deps.db, principal.userId, runId);
    switch (outcome.kind) {
      case 'deleted':
        return { data: null, message: sentence('log_deleted') };
      case 'not_found':
        throw notFound();
      case 'not_final':
        throw new Problem('conflict', sentence('run_not_final', outcome), {
          details: () => ({ state: outcome.state }),
        });
    }
  },
);
