import { updateApiKey } from '@carillon/core/engine/update-api-key';
import { sentence } from '@carillon/core/messages/say';
import { defineRoute } from '../../http/define-route.js';
import { keyChanges as changes, updatedKey } from '../../openapi/key-examples.js';
import { key } from '../../schemas/key.js';
import { keyChanges } from '../../schemas/key-input.js';
import { keyParams } from '../../schemas/params.js';
import { presentKey } from '../../shapes/present-key.js';
import { cronSurface } from '../../surfaces/cron.js';
import { keyChangeProblem } from './refuse.js';

export const updateKey = defineRoute(
  {
    surface: cronSurface,
    method: 'put',
    path: '/api/keys/{keyId}',
    operationId: 'updateKey',
    summary: 'API キーの更新',
    description:
      'Renames, disables or enables an API key; a field that is not sent stays. A disabled key is refused everywhere within 5 s. Scopes, tenants and expiry cannot change: make a new key.',
    tags: ['Keys'],
    scope: 'write:keys',
    params: keyParams,
    body: { schema: keyChanges, example: changes },
    status: 200,
    response: key,
    example: updatedKey,
    exampleMessage: sentence('key_updated'),
    errors: ['not_found'],
  },
  async ({ params, body, principal, actor, deps }) => {
    const { name, enabled } = body;
    const input = { userId: principal.userId, keyId: params.keyId, changes: { name, enabled }, actor };
    const outcome = await updateApiKey(deps.db, input);
    if (outcome.kind !== 'updated') throw keyChangeProblem(outcome);
    return { data: presentKey(outcome.apiKey), message: sentence('key_updated') };
  },
);
