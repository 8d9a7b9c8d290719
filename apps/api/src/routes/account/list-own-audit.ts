import { listAuditEvents } from '@carillon/core/engine/list-audit-events';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { auditEvent as example } from '../../openapi/key-examples.js';
import { auditEvent } from '../../schemas/audit-event.js';
import { cursor, CURSOR_HEADERS, instant, nextCursor, pageSize, searchText } from '../../schemas/query-fields.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listOwnAudit = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/audit',
    operationId: 'listOwnAudit',
    summary: '自分の監査ログの一覧',
    description: 'Who changed which of your keys, jobs and webhooks, when and from where; newest first.',
    tags: ['Account'],
    scope: 'read:keys',
    query: z.strictObject({
      limit: pageSize,
      cursor: cursor.optional(),
      action: searchText.meta({ examples: ['api_key.created'] }).optional(),
      from: instant.optional().meta({ description: 'At or after.' }),
      to: instant.optional().meta({ description: 'Before.' }),
    }),
    status: 200,
    response: z.array(auditEvent),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, principal, deps }) => {
    const { cursor: beforeId, ...filter } = query;
    const page = await listAuditEvents(deps.db, { ...filter, userId: principal.userId, beforeId });
    return {
      data: page.items.map((event) => ({ ...event, at: event.at.toISOString() })),
      headers: nextCursor(page.nextId),
    };
  },
);
