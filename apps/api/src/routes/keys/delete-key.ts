import { revokeApiKey } from '@carillon/core/engine/revoke-api-key';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { keyParams } from '../../schemas/params.js';
import { cronSurface } from '../../surfaces/cron.js';
import { keyChangeProblem } from './refuse.js';

export const deleteKey = defineRoute(
  {
    surface: cronSurface,
    method: 'delete',
    path: '/api/keys/{keyId}',
    operationId: 'deleteKey',
    summary: 'API キーの削除',
    description:
      'Deletes an API key, which may be the one the request is made with. It is refused everywhere within 5 s.',
    tags: ['Keys'],
    scope: 'write:keys',
    params: keyParams,
    status: 200,
    response: z.null(),
    example: null,
    exampleMessage: sentence('key_deleted'),
    errors: ['not_found'],
  },
  async ({ params, principal, actor, deps }) => {
    const input = { userId: principal.userId, keyId: params.keyId, actor };
    const outcome = await revokeApiKey(deps.db, deps, input);
    if (outcome.kind !== 'revoked') throw keyChangeProblem(outcome);
    return { data: null, message: sentence('key_deleted') };
  },
);
