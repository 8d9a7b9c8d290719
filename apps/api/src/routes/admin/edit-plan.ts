import { editPlan as edit } from '@carillon/core/engine/edit-plan';
import { defineRoute } from '../../http/define-route.js';
import { editedPlan, planDraft as draft } from '../../openapi/plan-examples.js';
import { plan } from '../../schemas/plan.js';
import { planDraft, planParams } from '../../schemas/plan-input.js';
import { cronSurface } from '../../surfaces/cron.js';

export const editPlan = defineRoute(
  {
    surface: cronSurface,
    method: 'put',
    path: '/api/admin/plans/{name}',
    operationId: 'editPlan',
    summary: 'プランの編集',
    description:
      'Sets all figures of a plan, or adds a plan. They count for what comes after: nothing that the plan’s users have is disabled.',
    tags: ['Admin'],
    scope: 'operator',
    params: planParams,
    body: { schema: planDraft, example: draft },
    status: 200,
    otherStatuses: { 201: 'The plan was added.' },
    response: plan,
    example: editedPlan,
  },
  async ({ params, body, actor, deps }) => {
    const outcome = await edit(deps.db, { name: params.name, figures: body, actor });
    if (outcome.kind === 'figures_missing') throw new Error('A whole plan lacks figures');
    return { data: outcome.plan, ...(outcome.kind === 'added' && { status: 201 }) };
  },
);
