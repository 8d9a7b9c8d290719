import { z } from 'zod';

/** Something that was done to a resource. */
export const auditEvent = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    userId: z.string().nullable().meta({ description: 'Whose resource it is; null for what belongs to nobody.' }),
    actor: z.enum(['api_key', 'admin_token', 'command_line', 'system']),
    keyId: z.string().nullable().meta({ description: 'The key that was used, when the actor is one.' }),
    action: z.string().meta({ examples: ['cron_job.created', 'api_key.disabled'] }),
    resourceId: z.string(),
    address: z.string().nullable().meta({ description: 'Network address; null at the command line.' }),
    details: z.record(z.string(), z.unknown()).meta({ description: 'What changed; never a secret value.' }),
  })
  .meta({ id: 'AuditEvent' });
