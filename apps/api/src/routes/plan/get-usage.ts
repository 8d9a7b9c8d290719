import { readUsage } from '@carillon/core/engine/read-usage';
import { defineRoute } from '../../http/define-route.js';
import { unauthorized } from '../../http/problem.js';
import { usage as example } from '../../openapi/plan-examples.js';
import { usage } from '../../schemas/usage.js';
import { presentUsage } from '../../shapes/present-usage.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getUsage = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/usage',
    operationId: 'getUsage',
    summary: '使用量の確認',
    description:
      'What you have, what you have used of the month and the day, and the limits of your plan. Deleting a job gives nothing of it back. Calls of this API are counted ahead in small blocks, so `apiCalls` can be a few too many for two seconds.',
    tags: ['Plan'],
    scope: 'any_key',
    status: 200,
    response: usage,
    example,
  },
  async ({ principal, deps }) => {
    const row = await readUsage(deps.db, deps, principal.userId);
    if (row === null) throw unauthorized();
    return { data: presentUsage(row) };
  },
);
