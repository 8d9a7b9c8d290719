import { replayDelivery as replay } from '@carillon/core/engine/replay-deliveries';
import { defineRoute } from '../../http/define-route.js';
import { replayedDelivery } from '../../openapi/webhook-examples.js';
import { delivery } from '../../schemas/delivery.js';
import { deliveryParams } from '../../schemas/params.js';
import { presentDelivery } from '../../shapes/present-delivery.js';
import { cronSurface } from '../../surfaces/cron.js';
import { webhookProblem } from './refuse.js';

export const replayDelivery = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/webhooks/{jobId}/deliveries/{deliveryId}/replay',
    operationId: 'replayWebhookDelivery',
    summary: 'Webhook 配信の再送',
    description:
      'Sends a delivery again that is dead or was delivered: the same text under the same id, to where the webhook points now.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: deliveryParams,
    status: 200,
    response: delivery,
    example: replayedDelivery,
    exampleRefusals: { notEnded: webhookProblem({ kind: 'not_ended' }) },
    errors: ['not_found', 'conflict'],
  },
  async ({ params, principal, deps }) => {
    const { jobId: cronJobId, deliveryId } = params;
    const outcome = await replay(deps.db, { userId: principal.userId, cronJobId, deliveryId });
    if (outcome.kind !== 'replayed') throw webhookProblem(outcome);
    return { data: presentDelivery(outcome.delivery) };
  },
);
