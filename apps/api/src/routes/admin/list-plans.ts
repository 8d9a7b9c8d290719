import { listPlans as list } from '@carillon/core/engine/list-plans';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { plan as example } from '../../openapi/plan-examples.js';
import { plan } from '../../schemas/plan.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listPlans = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/plans',
    operationId: 'listPlans',
    summary: 'プラン一覧の取得',
    tags: ['Admin'],
    scope: 'operator',
    status: 200,
    response: z.array(plan),
    example: [example],
  },
  async ({ deps }) => ({ data: await list(deps.db) }),
);
