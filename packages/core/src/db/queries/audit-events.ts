import type { Actor } from '../../domain/audit/actor.js';
import type { Db } from '../client.js';
import { newId } from '../ids.js';
import { auditEvents } from '../schema/index.js';

/** Something that was done to a resource. */
export interface AuditEntry {
  /** Whose resource it is; null for what belongs to nobody. */
  userId: string | null;
  actor: Actor;
  /** `cron_job.created`, `api_key.disabled`, `plan.changed`, … */
  action: string;
  resourceId: string;
  /** What changed, without secrets. */
  details?: Record<string, unknown>;
}

/** Enters what was done, in the transaction that does it: neither is there without the other. */
export async function insertAuditEvents(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.insert(auditEvents).values(
    entries.map(({ userId, actor, action, resourceId, details = {} }) => ({
      id: newId(),
      userId,
      actor: actor.kind,
      keyId: actor.kind === 'api_key' ? actor.keyId : null,
      address: actor.kind === 'command_line' ? null : actor.address,
      action,
      resourceId,
      details,
    })),
  );
}
