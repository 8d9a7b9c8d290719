import { deleteWebhook as remove } from '@carillon/core/engine/delete-webhook';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { jobParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';
import { webhookProblem } from './refuse.js';

export const deleteWebhook = defineRoute(
  {
    surface: cronSurface,
    method: 'delete',
    path: '/api/webhooks/{jobId}',
    operationId: 'deleteWebhook',
    summary: 'Webhook の削除',
    description: 'Deletes the webhook of a job with all its deliveries; what waits is not sent.',
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: jobParams,
    status: 200,
    response: z.null(),
    example: null,
    exampleMessage: sentence('webhook_deleted'),
    errors: ['not_found'],
  },
  async ({ params, principal, actor, deps }) => {
    const outcome = await remove(deps.db, { userId: principal.userId, cronJobId: params.jobId, actor });
    if (outcome.kind !== 'deleted') throw webhookProblem(outcome);
    return { data: null, message: sentence('webhook_deleted') };
  },
);
