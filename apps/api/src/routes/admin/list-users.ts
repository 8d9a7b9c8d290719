import { pageUsers } from '@carillon/core/engine/page-users';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { user as example } from '../../openapi/plan-examples.js';
import { cursor, CURSOR_HEADERS, nextCursor, pageSize, searchText } from '../../schemas/query-fields.js';
import { user } from '../../schemas/user.js';
import { presentUser } from '../../shapes/present-user.js';
import { cronSurface } from '../../surfaces/cron.js';

const PREFIX = 'user_';

export const listUsers = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/admin/users',
    operationId: 'listUsers',
    summary: 'ユーザー一覧の取得',
    description: 'All users, newest first, a page at a time.',
    tags: ['Admin'],
    scope: 'operator',
    query: z.strictObject({
      limit: pageSize,
      cursor: cursor.optional(),
      q: searchText.meta({ description: 'A part of the name or the e-mail address.' }).optional(),
    }),
    status: 200,
    response: z.array(user),
    responseHeaders: CURSOR_HEADERS,
    example: [example],
  },
  async ({ query, deps }) => {
    const { limit, q: search } = query;
    const beforeId = query.cursor && PREFIX + query.cursor.replaceAll('-', '');
    const page = await pageUsers(deps.db, { limit, beforeId, search });
    const headers = nextCursor(page.nextId?.slice(PREFIX.length) ?? null);
    return { data: page.items.map(presentUser), headers };
  },
);
