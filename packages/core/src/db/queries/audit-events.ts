import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../domain/audit/actor.js';
import type { Db } from '../client.js';
import { newId } from '../ids.js';
import { auditEvents } from '../schema/index.js';

export type AuditEvent = typeof auditEvents.$inferSelect;

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
  // Ids made within one millisecond have no order of their own; a listing goes by ids, and should keep the entries'.
  const ids = entries.map(() => newId()).sort();
  const rows = entries.map(({ actor, details = {}, ...entry }, i) => ({
    ...entry,
    id: ids[i],
    actor: actor.kind,
    keyId: actor.kind === 'api_key' ? actor.keyId : null,
    address: 'address' in actor ? actor.address : null,
    details,
  }));
  // As one JSON text: a parameter for each column of each row costs the query builder more than the insertion.
  await db.execute(
    sql`INSERT INTO audit_events (id, user_id, actor, key_id, action, resource_id, address, details)
        SELECT id, "userId", actor, "keyId", action, "resourceId", address, details
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(id uuid, "userId" text, actor text, "keyId" text,
          action text, "resourceId" text, address text, details jsonb)`,
  );
}

/** Which audit events to list, newest first. */
export interface AuditFilter {
  limit: number;
  /** Only events older than the one with this id. */
  beforeId?: string | undefined;
  /** Whose resources. */
  userId?: string | undefined;
  action?: string | undefined;
  /** At or after. */
  from?: Date | undefined;
  /** Before. */
  to?: Date | undefined;
}

/** How far the clock that an id was made by may be from the Postgres clock. */
const CLOCK_MARGIN_MS = 24 * 3_600_000;

/** Ordered as the indexes are. The bounds on the id say nothing new; they let the index leave out what is not meant. */
export function selectAuditEvents(db: Db, filter: AuditFilter): Promise<AuditEvent[]> {
  const { limit, beforeId, userId, action, from, to } = filter;
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        beforeId === undefined ? undefined : lt(auditEvents.id, beforeId),
        userId === undefined ? undefined : eq(auditEvents.userId, userId),
        action === undefined ? undefined : eq(auditEvents.action, action),
        from && and(gte(auditEvents.at, from), gte(auditEvents.id, lowestId(from.getTime() - CLOCK_MARGIN_MS))),
        to && and(lt(auditEvents.at, to), lt(auditEvents.id, lowestId(to.getTime() + CLOCK_MARGIN_MS))),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
}

/** No id made at this instant or later is lower. */
function lowestId(ms: number): string {
  const time = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
