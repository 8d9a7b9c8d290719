import { listAuditEvents as listEvents } from '@carillon/core/engine/list-audit-events';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { auditEvent as example } from '../../openapi/key-examples.js';
import { auditEvent } from '../../schemas/audit-event.js';
import { cursor, CURSOR_HEADERS, instant, nextCursor, pageSize, searchText } from '../../schemas/query-fields.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listAuditEvents = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/audit',
    operationId: 'listAuditEvents',
    summary: '監査ログの一覧',
    description:
      'Who changed which key, job or plan, when and from where; newest first. Events are never changed or deleted.',
    tags: ['Admin'],
    scope: 'operator',
    query: z.strictObject({
      limit: pageSize,
      cursor: cursor.optional(),
      userId: searchText.meta({ description: 'Whose resources.' }).optional(),
      action: searchText.meta({ examples: ['api_key.created'] }).optional(),
      from: instant.optional().meta({ description: 'At or after.' }),
      to: instant.optional().meta({ description: 'Before.' }),
    }),
    status: 200,
    response: z.array(auditEvent),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, deps }) => {
    const { cursor: beforeId, ...filter } = query;
    const page = await listEvents(deps.db, { ...filter, beforeId });
    return {
      data: page.items.map((event) => ({ ...event, at: event.at.toISOString() })),
      headers: nextCursor(page.nextId),
    };
  },
);
