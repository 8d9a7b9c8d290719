import { findDelivery } from '@carillon/core/engine/find-delivery';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { deliveryDetail as example } from '../../openapi/webhook-examples.js';
import { deliveryDetail } from '../../schemas/delivery.js';
import { deliveryParams } from '../../schemas/params.js';
import { presentDeliveryDetail } from '../../shapes/present-delivery.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getDelivery = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/webhooks/{jobId}/deliveries/{deliveryId}',
    operationId: 'getWebhookDelivery',
    summary: '特定の Webhook 配信の取得',
    tags: ['Webhooks'],
    scope: 'read:logs',
    params: deliveryParams,
    status: 200,
    response: deliveryDetail,
    example,
    errors: ['not_found'],
  },
  async ({ params, principal, deps }) => {
    const { jobId: cronJobId, deliveryId } = params;
    const row = await findDelivery(deps.db, { userId: principal.userId, cronJobId, deliveryId });
    if (row === null) throw notFound();
    return { data: presentDeliveryDetail(row) };
  },
);
