import { WEBHOOK_EVENTS } from '@carillon/core/domain/webhook/events';
import { z } from 'zod';

const instant = z.iso.datetime();

const fields = {
  id: z.string(),
  jobId: z.string(),
  endpoint: z.string(),
  headers: z.record(z.string(), z.string()).nullable().meta({ description: 'Masked without the scope `write:logs`.' }),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  onlyAfterFailures: z.int(),
  enabled: z.boolean(),
  disabledReason: z.enum(['endpoint_gone']).nullable().meta({
    description:
      'Why Carillon disabled it: the endpoint answered 410. Null when it is enabled, or its user disabled it.',
  }),
  previousSecretUntil: instant
    .nullable()
    .meta({ description: 'Until then the secret before the last rotation signs as well.' }),
  createdAt: instant,
  updatedAt: instant,
};

/** A webhook as answers show it: never its secret. */
export const webhook = z.object(fields).meta({ id: 'Webhook' });

/** With its secret: only where that is new. */
export const webhookWithSecret = z
  .object({ ...fields, secret: z.string().meta({ description: 'Shown in this answer and never again.' }) })
  .meta({ id: 'WebhookWithSecret' });
