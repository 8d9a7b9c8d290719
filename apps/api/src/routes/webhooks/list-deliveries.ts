import { findWebhook } from '@carillon/core/engine/find-webhook';
import { listDeliveries as list } from '@carillon/core/engine/list-deliveries';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { delivery as example } from '../../openapi/webhook-examples.js';
import { delivery, deliveryQuery } from '../../schemas/delivery.js';
import { jobParams } from '../../schemas/params.js';
import { CURSOR_HEADERS, nextCursor } from '../../schemas/query-fields.js';
import { presentDelivery } from '../../shapes/present-delivery.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listDeliveries = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/webhooks/{jobId}/deliveries',
    operationId: 'listWebhookDeliveries',
    summary: 'Webhook 配信の一覧',
    description: 'What the webhook was told and is to be told, newest first. Ended ones go with the logs of the plan.',
    tags: ['Webhooks'],
    scope: 'read:logs',
    params: jobParams,
    query: deliveryQuery,
    status: 200,
    response: z.array(delivery),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
    errors: ['not_found'],
  },
  async ({ params, query, principal, deps }) => {
    const webhook = await findWebhook(deps.db, principal.userId, params.jobId);
    if (webhook === null) throw notFound();
    const { cursor: beforeId, ...filter } = query;
    const page = await list(deps.db, { ...filter, beforeId, webhookId: webhook.id });
    return { data: page.items.map(presentDelivery), headers: nextCursor(page.nextId) };
  },
);
