import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';

/** Who did it: a key, the operator by admin token or at the command line, or Carillon itself. */
export type AuditActor = 'api_key' | 'admin_token' | 'command_line' | 'system';

/**
 * Who changed what, when and from where. Append-only: a trigger refuses every change and deletion (see the migration),
 * and there is no foreign key, since events outlive what they tell about.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: uuid('id').primaryKey(),
    at: createdAt(),
    /** Whose resource it is; null for what belongs to nobody, such as a plan. */
    userId: text('user_id'),
    actor: text('actor').$type<AuditActor>().notNull(),
    /** The key that was used, when the actor is one. */
    keyId: text('key_id'),
    /** `cron_job.created`, `api_key.disabled`, `plan.changed`, … */
    action: text('action').notNull(),
    resourceId: text('resource_id').notNull(),
    /** From which network address; null at the command line and for Carillon itself. */
    address: text('address'),
    /** What changed, without secrets. */
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('audit_events_by_user').on(t.userId, t.id)],
);
