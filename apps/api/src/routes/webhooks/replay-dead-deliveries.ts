import { MAX_REPLAYED } from '@carillon/core/domain/webhook/limits';
import { replayDead } from '@carillon/core/engine/replay-deliveries';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { jobParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';
import { webhookProblem } from './refuse.js';

const result = z
  .object({
    count: z.int().meta({ description: 'Deliveries that are sent again.' }),
    left: z.int().meta({ description: 'Still dead: ask again for these.' }),
  })
  .meta({ id: 'WebhookReplay' });

export const replayDeadDeliveries = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/webhooks/{jobId}/deliveries/replay',
    operationId: 'replayDeadWebhookDeliveries',
    summary: '失敗した Webhook 配信の一括再送',
    description: `Sends the dead deliveries of a webhook again, oldest first, at most ${MAX_REPLAYED} a request.`,
    tags: ['Webhooks'],
    scope: 'write:logs',
    params: jobParams,
    status: 200,
    response: result,
    example: { count: 3, left: 0 },
    exampleMessage: sentence('deliveries_replayed', { count: 3 }),
    errors: ['not_found', 'conflict'],
  },
  async ({ params, principal, deps }) => {
    const outcome = await replayDead(deps.db, { userId: principal.userId, cronJobId: params.jobId });
    if (outcome.kind !== 'replayed') throw webhookProblem(outcome);
    const { count, left } = outcome;
    return { data: { count, left }, message: sentence('deliveries_replayed', { count }) };
  },
);
