import { listWebhooks as list } from '@carillon/core/engine/list-webhooks';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { webhook as example } from '../../openapi/webhook-examples.js';
import { cursor, CURSOR_HEADERS, nextCursor, pageSize } from '../../schemas/query-fields.js';
import { webhook } from '../../schemas/webhook.js';
import { presentWebhook } from '../../shapes/present-webhook.js';
import { cronSurface } from '../../surfaces/cron.js';

const PREFIX = 'webhook_';

export const listWebhooks = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/webhooks',
    operationId: 'listWebhooks',
    summary: 'Webhook 一覧の取得',
    description: 'The webhooks of all jobs, newest first.',
    tags: ['Webhooks'],
    scope: 'read:logs',
    query: z.strictObject({ limit: pageSize, cursor: cursor.optional() }),
    status: 200,
    response: z.array(webhook),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, principal, deps }) => {
    const beforeId = query.cursor && PREFIX + query.cursor.replaceAll('-', '');
    const page = await list(deps.db, { userId: principal.userId, limit: query.limit, beforeId });
    return {
      data: page.items.map((row) => presentWebhook(row, principal, deps.keyring)),
      headers: nextCursor(page.nextId && page.nextId.slice(PREFIX.length)),
    };
  },
);
