import { changePlan } from '@carillon/core/engine/change-plan';
import { defineRoute } from '../../http/define-route.js';
import { planChange as example, userPlanOrder as order } from '../../openapi/plan-examples.js';
import { planChange } from '../../schemas/plan.js';
import { userPlanOrder } from '../../schemas/plan-input.js';
import { presentPlanChange } from '../../shapes/present-plan-change.js';
import { cronSurface } from '../../surfaces/cron.js';
import { planProblem } from '../plan/refuse.js';

export const changeUserPlan = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/admin/plan',
    operationId: 'changeUserPlan',
    summary: 'ユーザーのプランの変更',
    description: 'Puts a user on another plan, as `POST /api/plan` does, and is never off.',
    tags: ['Admin'],
    scope: 'operator',
    // A downgrade may have very many jobs to disable.
    patienceMs: () => 20_000,
    body: { schema: userPlanOrder, example: order },
    status: 200,
    response: planChange,
    example,
    errors: ['not_found'],
  },
  async ({ body, actor, language, deps }) => {
    const outcome = await changePlan(deps.db, deps, { ...body, actor });
    if (outcome.kind !== 'weighed') throw planProblem(outcome, 'of_other');
    return { data: presentPlanChange(outcome, language) };
  },
);
