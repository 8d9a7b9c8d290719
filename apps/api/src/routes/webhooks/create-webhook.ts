import { createWebhook as create } from '@carillon/core/engine/create-webhook';
import { defineRoute } from '../../http/define-route.js';
import { createdWebhook, webhookDraft as draft } from '../../openapi/webhook-examples.js';
import { webhookWithSecret } from '../../schemas/webhook.js';
import { webhookDraft } from '../../schemas/webhook-input.js';
import { presentWebhook } from '../../shapes/present-webhook.js';
import { cronSurface } from '../../surfaces/cron.js';
import { checkEndpoint } from './check-endpoint.js';
import { webhookProblem } from './refuse.js';

export const createWebhook = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/webhooks',
    operationId: 'createWebhook',
    summary: 'Webhook の作成',
    description:
      'Adds the webhook of a job: from the next run on its results are pushed to the endpoint. A job has one. The secret that deliveries are signed with is shown in this answer and never again.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    body: { schema: webhookDraft, example: draft },
    status: 201,
    response: webhookWithSecret,
    example: createdWebhook,
    exampleRefusals: { exists: webhookProblem({ kind: 'exists' }) },
    errors: ['not_found', 'conflict', 'egress_denied'],
  },
  async ({ body, principal, actor, deps }) => {
    const { jobId: cronJobId, ...fields } = body;
    checkEndpoint(deps, fields.endpoint);
    const outcome = await create(deps.db, deps, { userId: principal.userId, cronJobId, draft: fields, actor });
    if (outcome.kind !== 'created') throw webhookProblem(outcome);
    const { webhook, secret } = outcome;
    return { data: { ...presentWebhook(webhook, principal, deps.keyring), secret } };
  },
);
