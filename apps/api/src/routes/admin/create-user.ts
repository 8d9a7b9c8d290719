import { createAccount, type CreateAccountOutcome } from '@carillon/core/engine/create-account';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { defineRoute } from '../../http/define-route.js';
import { invalidInput, Problem, unauthorized } from '../../http/problem.js';
import { createdUser, userDraft as draft } from '../../openapi/plan-examples.js';
import { key } from '../../schemas/key.js';
import { user, userDraft } from '../../schemas/user.js';
import { presentKey } from '../../shapes/present-key.js';
import { presentUser } from '../../shapes/present-user.js';
import { cronSurface } from '../../surfaces/cron.js';

export const createUser = defineRoute(
  {
    surface: cronSurface,
    method: 'post',
    path: '/api/admin/users',
    operationId: 'createUser',
    summary: 'ユーザーの作成',
    description: 'Creates a user and a first API key. Its token is shown in this answer and never again.',
    tags: ['Admin'],
    scope: 'operator',
    body: { schema: userDraft, example: draft },
    status: 201,
    response: z.object({ user, apiKey: key, token: z.string() }),
    example: createdUser,
    exampleRefusals: { emailTaken: emailTaken() },
    errors: ['conflict'],
  },
  async ({ body, actor, deps }) => {
    const { name, email, plan = deps.defaultPlan } = body;
    const scopes = [...new Set(body.scopes)];
    const outcome = await createAccount(deps.db, deps, { name, email, plan, scopes, actor });
    if (outcome.kind !== 'created') throw creationProblem(outcome, body.plan === undefined);
    const { user: row, apiKey, token } = outcome;
    return { data: { user: presentUser(row), apiKey: presentKey(apiKey), token } };
  },
);

function emailTaken(): Problem {
  return new Problem('conflict', sentence('email_taken'));
}

function creationProblem(outcome: Exclude<CreateAccountOutcome, { kind: 'created' }>, byDefault: boolean): Problem {
  switch (outcome.kind) {
    case 'email_taken':
      return emailTaken();
    case 'unknown_plan':
      return invalidInput([
        {
          path: ['plan'],
          say: byDefault
            ? sentence('default_plan_missing', outcome)
            : sentence('field_one_of', { options: outcome.plans }),
        },
      ]);
    case 'actor_revoked':
      return unauthorized();
  }
}
