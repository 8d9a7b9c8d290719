import { simulatePlanChange } from '@carillon/core/engine/simulate-plan-change';
import { defineRoute } from '../../http/define-route.js';
import { simulation as example } from '../../openapi/plan-examples.js';
import { planSimulation } from '../../schemas/plan.js';
import { userPlanQuery } from '../../schemas/plan-input.js';
import { presentSimulation } from '../../shapes/present-plan-change.js';
import { cronSurface } from '../../surfaces/cron.js';
import { planProblem } from '../plan/refuse.js';

export const simulateUserPlan = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/plan',
    operationId: 'simulateUserPlan',
    summary: 'ユーザーのプラン変更のシミュレーション',
    description: 'What a change to another plan would do to a user. Nothing is changed.',
    tags: ['Admin'],
    scope: 'operator',
    // Of a user with very many schedules each is looked at.
    patienceMs: () => 20_000,
    query: userPlanQuery,
    status: 200,
    response: planSimulation,
    example,
    errors: ['not_found'],
  },
  async ({ query, language, deps }) => {
    const outcome = await simulatePlanChange(deps.db, deps, query);
    if (outcome.kind !== 'weighed') throw planProblem(outcome, 'of_other');
    return { data: presentSimulation(outcome, language) };
  },
);
