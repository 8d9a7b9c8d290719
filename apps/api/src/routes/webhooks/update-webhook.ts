import { updateWebhook as update } from '@carillon/core/engine/update-webhook';
import { sentence } from '@carillon/core/messages/say';
import { defineRoute } from '../../http/define-route.js';
import { updatedWebhook, webhookChanges as changes } from '../../openapi/webhook-examples.js';
import { jobParams } from '../../schemas/params.js';
import { webhook } from '../../schemas/webhook.js';
import { webhookChanges } from '../../schemas/webhook-input.js';
import { presentWebhook } from '../../shapes/present-webhook.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEndpoint } from './check-endpoint.js';
import { webhookProblem } from './refuse.js';

export const updateWebhook = defineRoute(
  {
    surface: cronSurface,
    method: 'patch',
    path: '/api/webhooks/{jobId}',
    operationId: 'updateWebhook',
    summary: 'Webhook の更新',
    description:
      'Changes the fields that are sent; null clears `headers`, and a masked value keeps the one that is stored. While it is disabled its deliveries wait for a day; enabled again it gets them at once.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: jobParams,
    body: { schema: webhookChanges, example: changes },
    status: 200,
    response: webhook,
    example: updatedWebhook,
    exampleMessage: sentence('webhook_updated'),
    errors: ['not_found', 'egress_denied'],
  },
  async ({ params, body, principal, actor, deps }) => {
    checkEndpoint(deps, body.endpoint);
    const input = { userId: principal.userId, cronJobId: params.jobId, changes: body, actor };
    const outcome = await update(deps.db, deps, input);
    if (outcome.kind !== 'updated') throw webhookProblem(outcome);
    const data = presentWebhook(outcome.webhook, principal, deps.keyring);
    return { data, message: sentence('webhook_updated') };
  },
);
