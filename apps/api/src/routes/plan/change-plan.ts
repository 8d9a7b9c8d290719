import { changePlan as change } from '@carillon/core/engine/change-plan';
import { sentence } from '@carillon/core/messages/say';
import { defineRoute } from '../../http/define-route.js';
import { Problem } from '../../http/problem.js';
import { planChange as example } from '../../openapi/plan-examples.js';
import { planChange } from '../../schemas/plan.js';
import { planOrder } from '../../schemas/plan-input.js';
import { presentPlanChange } from '../../shapes/present-plan-change.js';
import { cronSurface } from '../../surfaces/cron.js';
import { planProblem } from './refuse.js';

const switchedOff = () => new Problem('self_service_plans_off', sentence('self_service_plans_off'));

export const changePlan = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/plan',
    operationId: 'changePlan',
    summary: 'プランの変更',
    description:
      'Puts you on another plan and does what the simulation says. A downgrade disables jobs whose interval is too short, then the oldest beyond the number, and lowers timeouts to the plan’s longest. An upgrade enables nothing again. Off unless the operator has allowed it (`SELF_SERVICE_PLANS`).',
    tags: ['Plan'],
    scope: 'write:jobs',
    // A downgrade may have very many jobs to disable.
    patienceMs: () => 20_000,
    body: { schema: planOrder, example: { plan: 'FREE' } },
    status: 200,
    response: planChange,
    example,
    exampleRefusals: { off: switchedOff() },
    errors: ['self_service_plans_off'],
  },
  async ({ body, principal, actor, language, deps }) => {
    if (!deps.selfServicePlans) throw switchedOff();
    const outcome = await change(deps.db, deps, { userId: principal.userId, plan: body.plan, actor });
    if (outcome.kind !== 'weighed') throw planProblem(outcome, 'own');
    return { data: presentPlanChange(outcome, language) };
  },
);
