import { SCOPES, type Scope } from '@carillon/core/domain/api-key/scopes';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';

/** An account as its operator sees it. */
export const user = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    plan: z.string(),
    jobCount: z.int(),
    apiKeyCount: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });

const email = z
  .string()
  .max(254)
  .refine((text) => z.email().safeParse(text).success, { params: { say: sentence('field_not_an_email') } })
  .meta({ override: { type: 'string', format: 'email', maxLength: 254 } });

/** A user's own: the operator's scope is given on purpose or not at all. */
const USERS_SCOPES: Scope[] = SCOPES.filter((scope) => scope !== 'system');

/** A new account. */
export const userDraft = z
  .strictObject({
    name: z.string().min(1).max(255),
    email,
    plan: z.string().min(1).max(255).optional().meta({ description: '`DEFAULT_PLAN` unless said.' }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(100)
      .default(USERS_SCOPES)
      .meta({ description: 'Of the first API key; all but `system` unless said.' }),
  })
  .meta({ id: 'UserDraft' });
