import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { z } from 'zod';

const instant = z.iso.datetime();

/** An API key as answers show it: never its token. */
export const key = z
  .object({
    id: z.string(),
    name: z.string(),
    keyHash: z.string().meta({ description: 'The first digits of the token’s SHA-256, to tell keys apart.' }),
    scopes: z.array(z.enum(SCOPES)),
    tenantIds: z.array(z.string()).nullable().meta({ description: 'The tenants of worker jobs it sees; null is all.' }),
    enabled: z.boolean(),
    expiresAt: instant.nullable().meta({ description: 'Null never expires.' }),
    lastUsed: instant.nullable().meta({ description: 'To the minute.' }),
    createdAt: instant,
    userId: z.string(),
  })
  .meta({ id: 'ApiKey' });
