import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { isTenantId, TENANT_ID } from '@carillon/core/domain/api-key/tenant-id';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { instant } from './query-fields.js';

const name = z.string().min(1).max(255);

const tenantId = z
  .string()
  .refine(isTenantId, { params: { say: sentence('field_not_a_label') } })
  .meta({ override: { type: 'string', pattern: TENANT_ID.source } });

/** A new API key. */
export const keyDraft = z
  .strictObject({
    name,
    scopes: z.array(z.enum(SCOPES)).min(1).max(100),
    expiresAt: instant.nullable().default(null).meta({ description: 'In the future; null never expires.' }),
    tenantIds: z.array(tenantId).min(1).max(100).nullable().default(null).meta({
      description: 'The tenants of worker jobs it sees; null is all those that the creating key sees.',
    }),
  })
  .meta({ id: 'ApiKeyDraft' });

/** What a key was given stays: a token that is out in the world must not become able to do more. */
const unchangeable = z
  .unknown()
  .refine((value) => value === undefined, { params: { say: sentence('field_unchangeable') } })
  .optional()
  .meta({ description: 'Cannot change: make a new key.', override: { not: {} } });

/** Changes to an API key: the fields that are sent. */
export const keyChanges = z
  .strictObject({
    name: name.optional(),
    enabled: z.boolean().optional(),
    scopes: unchangeable,
    expiresAt: unchangeable,
    tenantIds: unchangeable,
  })
  .meta({ id: 'ApiKeyChanges' });
