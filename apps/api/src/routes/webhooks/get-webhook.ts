import { findWebhook } from '@carillon/core/engine/find-webhook';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { webhook as example } from '../../openapi/webhook-examples.js';
import { jobParams } from '../../schemas/params.js';
import { webhook } from '../../schemas/webhook.js';
import { presentWebhook } from '../../shapes/present-webhook.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getWebhook = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/webhooks/{jobId}',
    operationId: 'getWebhook',
    summary: 'ジョブの Webhook の取得',
    tags: ['Webhooks'],
    scope: 'read:logs',
    params: jobParams,
    status: 200,
    response: webhook,
    example,
    errors: ['not_found'],
  },
  async ({ params, principal, deps }) => {
    const row = await findWebhook(deps.db, principal.userId, params.jobId);
    if (row === null) throw notFound();
    return { data: presentWebhook(row, principal, deps.keyring) };
  },
);
