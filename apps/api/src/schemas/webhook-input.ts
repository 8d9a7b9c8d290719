import { DEFAULT_GRACE_SECONDS, MAX_GRACE_SECONDS } from '@carillon/core/domain/webhook/limits';
import { WEBHOOK_EVENTS } from '@carillon/core/domain/webhook/events';
import { z } from 'zod';
import { newTargetHeaders, targetHeaders, targetUrl } from './target-input.js';

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(50)
  .transform((listed) => [...new Set(listed)])
  .meta({
    description: 'What it is told.',
    override: { type: 'array', items: { enum: [...WEBHOOK_EVENTS] }, minItems: 1 },
  });

const onlyAfterFailures = z.int().min(1).max(1_000).meta({
  description: 'A failure is told from so many in a row on, and the recovery after as many.',
});

/** A new webhook. */
export const webhookDraft = z
  .strictObject({
    jobId: z.string().max(255),
    endpoint: targetUrl,
    headers: newTargetHeaders.nullable().default(null),
    events: events.default(['success', 'failure']),
    onlyAfterFailures: onlyAfterFailures.default(1),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'WebhookDraft' });

/** Changes to a webhook: the fields that are sent. */
export const webhookChanges = z
  .strictObject({
    endpoint: targetUrl.optional(),
    headers: targetHeaders.nullable().optional(),
    events: events.optional(),
    onlyAfterFailures: onlyAfterFailures.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookChanges' });

/** How a secret is rotated. */
export const secretRotation = z
  .strictObject({
    graceSeconds: z.int().min(0).max(MAX_GRACE_SECONDS).default(DEFAULT_GRACE_SECONDS).meta({
      description: 'For how long the secret before signs as well; 0 ends it at once.',
    }),
  })
  .meta({ id: 'WebhookSecretRotation' });
