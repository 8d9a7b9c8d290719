import type { Db } from '../db/client.js';
import { selectAuditEvents, type AuditEvent, type AuditFilter } from '../db/queries/audit-events.js';
import { toPage, type Page } from './page.js';

/** A page of what was done to whose resources by whom, newest first. */
export async function listAuditEvents(db: Db, filter: AuditFilter): Promise<Page<AuditEvent>> {
  return toPage(await selectAuditEvents(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
