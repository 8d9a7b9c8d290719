import { findApiKey } from '@carillon/core/engine/find-api-key';
import { defineRoute } from '../../http/define-route.js';
import { notFound } from '../../http/problem.js';
import { key as example } from '../../openapi/key-examples.js';
import { key } from '../../schemas/key.js';
import { keyParams } from '../../schemas/params.js';
import { presentKey } from '../../shapes/present-key.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getKey = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/keys/{keyId}',
    operationId: 'getKey',
    summary: '特定の API キーの取得',
    tags: ['Keys'],
    scope: 'read:keys',
    params: keyParams,
    status: 200,
    response: key,
    example,
    errors: ['not_found'],
  },
  async ({ params, principal, deps }) => {
    const row = await findApiKey(deps.db, principal.userId, params.keyId);
    if (row === null) throw notFound();
    return { data: presentKey(row) };
  },
);
