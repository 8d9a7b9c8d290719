import { rotateWebhookSecret as rotate } from '@carillon/core/engine/rotate-webhook-secret';
import { defineRoute } from '../../http/define-route.js';
import { rotatedWebhook, secretRotation as example } from '../../openapi/webhook-examples.js';
import { jobParams } from '../../schemas/params.js';
import { webhookWithSecret } from '../../schemas/webhook.js';
import { secretRotation } from '../../schemas/webhook-input.js';
import { presentWebhook } from '../../shapes/present-webhook.js';
import { cronSurface } from '../../surfaces/cron.js';
import { webhookProblem } from './refuse.js';

export const rotateWebhookSecret = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/webhooks/{jobId}/rotate',
    operationId: 'rotateWebhookSecret',
    summary: 'Webhook シークレットのローテーション',
    description:
      'Gives the webhook a new secret, shown in this answer and never again. For the grace period deliveries are signed with both, so that no receiver misses one.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: jobParams,
    body: { schema: secretRotation, optional: true, example },
    status: 200,
    response: webhookWithSecret,
    example: rotatedWebhook,
    errors: ['not_found'],
  },
  async ({ params, body, principal, actor, deps }) => {
    const input = { userId: principal.userId, cronJobId: params.jobId, graceSeconds: body.graceSeconds, actor };
    const outcome = await rotate(deps.db, deps, input);
    if (outcome.kind !== 'rotated') throw webhookProblem(outcome);
    const { webhook, secret } = outcome;
    return { data: { ...presentWebhook(webhook, principal, deps.keyring), secret } };
  },
);
