import { listPlans } from '@carillon/core/engine/list-plans';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { plan as example } from '../../openapi/plan-examples.js';
import { plan } from '../../schemas/plan.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listOfferedPlans = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/plans',
    operationId: 'listOfferedPlans',
    summary: 'プランの比較',
    description: 'The plans there are and what each gives, so that a user can compare them before simulating a change.',
    tags: ['Plan'],
    scope: 'any_key',
    status: 200,
    response: z.array(plan),
    example: [example],
  },
  async ({ deps }) => ({ data: await listPlans(deps.db) }),
);
