import { SCOPES } from '@carillon/core/domain/api-key/scopes';
import { z } from 'zod';

/** Who a key acts for, and what it may do. */
export const account = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    plan: z.string(),
    keyId: z.string(),
    keyName: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'Of the key.' }),
    serverTime: z.iso.datetime().meta({ description: 'The clock that due instants are compared with.' }),
    queueDashboard: z.boolean().meta({ description: 'There is a dashboard of the queues at `/admin/queues`.' }),
  })
  .meta({ id: 'Account' });
