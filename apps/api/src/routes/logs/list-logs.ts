import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { log as example } from '../../openapi/examples.js';
import { log } from '../../schemas/log.js';
import { logQuery } from '../../schemas/log-query.js';
import { CURSOR_HEADERS } from '../../schemas/query-fields.js';
import { pageOfLogs } from '../../shapes/page-of-logs.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listLogs = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/logs',
    operationId: 'listLogs',
    summary: '実行ログの一覧',
    description:
      'Runs of all jobs, latest due instant first. A page that is looked for by outcome (`status`, `successful`, `type`, `state`) looks through 50,000 logs at most: it may be short, or empty, and yet have a next one.',
    tags: ['Logs'],
    scope: 'read:logs',
    query: logQuery,
    status: 200,
    response: z.array(log),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  ({ query, principal, language, deps }) => pageOfLogs(deps, { userId: principal.userId, query, language }),
);
