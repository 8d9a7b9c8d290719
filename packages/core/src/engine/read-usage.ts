import type { Db } from '../db/client.js';
import { selectUsage, type Usage } from '../db/queries/usage-reads.js';

/** What a user has, has used and has done; null when there is no such user. */
export function readUsage(db: Db, { quotaTimezone }: { quotaTimezone: string }, userId: string): Promise<Usage | null> {
  return selectUsage(db, userId, quotaTimezone);
}
