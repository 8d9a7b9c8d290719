import { testWebhook as enterTest } from '@carillon/core/engine/test-webhook';
import { defineRoute } from '../../http/define-route.js';
import { enteredTest } from '../../openapi/webhook-examples.js';
import { delivery } from '../../schemas/delivery.js';
import { jobParams } from '../../schemas/params.js';
import { presentDelivery } from '../../shapes/present-delivery.js';
import { cronSurface } from '../../surfaces/cron.js';
import { webhookProblem } from './refuse.js';

export const testWebhook = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/webhooks/{jobId}/test',
    operationId: 'testWebhook',
    summary: 'Webhook のテスト配信',
    description:
      'Sends a delivery whose event is `test`, the way all others go: signed, retried, and listed among the deliveries, where its outcome is found.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: jobParams,
    status: 201,
    response: delivery,
    example: enteredTest,
    exampleRefusals: { disabled: webhookProblem({ kind: 'disabled' }) },
    errors: ['not_found', 'conflict'],
  },
  async ({ params, principal, deps }) => {
    const outcome = await enterTest(deps.db, { userId: principal.userId, cronJobId: params.jobId });
    if (outcome.kind !== 'entered') throw webhookProblem(outcome);
    return { data: presentDelivery(outcome.delivery) };
  },
);
