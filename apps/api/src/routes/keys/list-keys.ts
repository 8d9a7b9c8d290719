import { listApiKeys } from '@carillon/core/engine/list-api-keys';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { key as example } from '../../openapi/key-examples.js';
import { key } from '../../schemas/key.js';
import { presentKey } from '../../shapes/present-key.js';
import { cronSurface } from '../../surfaces/cron.js';

export const listKeys = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/keys',
    operationId: 'listKeys',
    summary: 'API キー一覧の取得',
    description: 'All API keys, oldest first, disabled and expired ones too.',
    tags: ['Keys'],
    scope: 'read:keys',
    status: 200,
    response: z.array(key),
    example: [example],
  },
  async ({ principal, deps }) => ({ data: (await listApiKeys(deps.db, principal.userId)).map(presentKey) }),
);
