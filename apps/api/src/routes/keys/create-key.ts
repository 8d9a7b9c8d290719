import { MAX_API_KEYS } from '@carillon/core/domain/quota/decide-key-creation';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { createdKey, keyDraft as draft } from '../../openapi/key-examples.js';
import { key } from '../../schemas/key.js';
import { keyDraft } from '../../schemas/key-input.js';
import { presentKey } from '../../shapes/present-key.js';
import { cronSurface } from '../../surfaces/cron.js';
import { keyCreationProblem } from './refuse.js';

export const createKey = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/keys',
    operationId: 'createKey',
    summary: 'API キーの作成',
    description:
      'Creates an API key. Its token is shown in this answer and never again. A key cannot grant scopes or tenants that it does not have itself. At most 10 keys, and 20 creations and deletions a day.',
    tags: ['Keys'],
    scope: 'write:keys',
    body: { schema: keyDraft, example: draft },
    status: 201,
    response: z.object({
      apiKey: key,
      token: z.string().meta({ description: 'Send it as `Authorization: Bearer …`.' }),
    }),
    example: createdKey,
    exampleRefusals: {
      keyLimit: keyCreationProblem({ kind: 'key_limit', limit: MAX_API_KEYS, current: MAX_API_KEYS }),
      scopes: keyCreationProblem({ kind: 'scopes_beyond_creator', scopes: ['write:jobs'] }),
    },
    errors: ['plan_limit'],
  },
  async ({ body, principal, actor, deps }) => {
    const { name, expiresAt } = body;
    const scopes = [...new Set(body.scopes)];
    const tenantIds = body.tenantIds && [...new Set(body.tenantIds)];
    const input = { userId: principal.userId, name, scopes, tenantIds, expiresAt, actor };
    const outcome = await createApiKey(deps.db, deps, input);
    if (outcome.kind !== 'created') throw keyCreationProblem(outcome);
    return { data: { apiKey: presentKey(outcome.apiKey), token: outcome.token } };
  },
);
