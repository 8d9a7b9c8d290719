import type { Db } from '../db/client.js';
import { newRunId } from '../db/ids.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { readClock } from '../db/queries/clock.js';
import { bookRuns, lockMonthlyUsage } from '../db/queries/usage.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteTargetTested } from '../domain/audit/describe-events.js';
import { formatRunId } from '../domain/ids.js';
import { grantRuns } from '../domain/quota/grant-runs.js';

/** What a test is entered with. */
export interface TargetTestEntry {
  userId: string;
  url: string;
  method: string;
  timeoutMs: number;
  /** The cron job that is being changed; null for a new one. */
  cronJobId: string | null;
  actor: Actor;
}

export type TargetTestBooking =
  | { kind: 'booked'; runId: string; at: Date }
  | { kind: 'timeout_above_plan'; maximum: number }
  /** The month is used up. */
  | { kind: 'monthly_runs'; limit: number; current: number }
  | { kind: 'no_such_user' };

/** Books a test as the run that it costs, and enters who made it. */
export function bookTargetTest(db: Db, quotaTimezone: string, entry: TargetTestEntry): Promise<TargetTestBooking> {
  const { userId, url, method, timeoutMs, cronJobId, actor } = entry;
  return db.transaction(async (tx) => {
    const plan = await selectPlanOfUser(tx, userId);
    if (plan === null) return { kind: 'no_such_user' };
    if (timeoutMs > plan.maxTimeoutMs) return { kind: 'timeout_above_plan', maximum: plan.maxTimeoutMs };
    const current = (await lockMonthlyUsage(tx, [userId], quotaTimezone)).get(userId) ?? 0;
    const { monthlyRuns: limit } = plan;
    if (limit !== null && grantRuns(1, current, limit).granted === 0) return { kind: 'monthly_runs', limit, current };
    const at = await readClock(tx);
    const runId = newRunId(at);
    const resourceId = cronJobId ?? formatRunId(runId);
    await insertAuditEvents(tx, [{ userId, actor, resourceId, ...noteTargetTested({ url, method }) }]);
    await bookRuns(tx, new Map([[userId, 1]]), quotaTimezone);
    return { kind: 'booked', runId, at };
  });
}
