import { readTotals } from '@carillon/core/engine/read-totals';
import { defineRoute } from '../../http/define-route.js';
import { totals as example } from '../../openapi/plan-examples.js';
import { totals } from '../../schemas/totals.js';
import { presentTotals } from '../../shapes/present-totals.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getStats = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/stats',
    operationId: 'getStats',
    summary: '統計',
    description:
      'Users, jobs, API keys and runs, in total and by the plan that users are on now. Runs are the sums that months are booked with; only `ledgerRows` is an estimate.',
    tags: ['Admin'],
    scope: 'operator',
    status: 200,
    response: totals,
    example,
  },
  async ({ deps }) => ({ data: presentTotals(await readTotals(deps.db, deps)) }),
);
