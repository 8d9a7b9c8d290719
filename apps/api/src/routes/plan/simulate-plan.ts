import { simulatePlanChange } from '@carillon/core/engine/simulate-plan-change';
import { defineRoute } from '../../http/define-route.js';
import { simulation as example } from '../../openapi/plan-examples.js';
import { planSimulation } from '../../schemas/plan.js';
import { planQuery } from '../../schemas/plan-input.js';
import { presentSimulation } from '../../shapes/present-plan-change.js';
import { cronSurface } from '../../surfaces/cron.js';
import { planProblem } from './refuse.js';

export const simulatePlan = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/plan/simulate',
    operationId: 'simulatePlan',
    summary: 'プラン変更のシミュレーション',
    description:
      'What a change to another plan would do: which jobs and keys it would disable, in that order, and what else you could no longer do. Nothing is changed.',
    tags: ['Plan'],
    scope: 'any_key',
    // Of a user with very many schedules each is looked at.
    patienceMs: () => 20_000,
    query: planQuery,
    status: 200,
    response: planSimulation,
    example,
  },
  async ({ query, principal, language, deps }) => {
    const outcome = await simulatePlanChange(deps.db, deps, { userId: principal.userId, plan: query.plan });
    if (outcome.kind !== 'weighed') throw planProblem(outcome, 'own');
    return { data: presentSimulation(outcome, language) };
  },
);
