import type { Db } from '../db/client.js';
import { insertAuditEvents, type AuditEntry } from '../db/queries/audit-events.js';
import {
  disableApiKeys,
  disableCronJobs,
  selectEnabledSchedules,
  setPlanOfUser,
  setTimeouts,
} from '../db/queries/plan-change.js';
import { lockAccount } from '../db/queries/quota-jobs.js';
import type { Actor } from '../domain/audit/actor.js';
import type { Disabling } from '../domain/quota/change-plan.js';
import { learnIntervals } from './learn-intervals.js';
import { weighPlanChange, type WeighedChange, type WeighOutcome } from './weigh-plan-change.js';

interface PlanOrder {
  userId: string;
  plan: string;
  actor: Actor;
}

/** A statement takes so many parameters and no more; an audit event has nine. */
const AUDIT_EVENTS_AT_ONCE = 1_000;

/**
 * Puts a user on a plan and disables what does not fit it, in one transaction: under the user's lock nothing is created,
 * deleted or enabled, and under the locks of the cron jobs none is changed. What was already queued for a disabled cron
 * job is not called any more. What the schedules mean is worked out before the locks are taken.
 */
export async function changePlan(
  db: Db,
  { quotaTimezone }: { quotaTimezone: string },
  order: PlanOrder,
): Promise<WeighOutcome> {
  const intervals = await learnIntervals(await selectEnabledSchedules(db, order.userId));
  return db.transaction(async (tx) => {
    if ((await lockAccount(tx, order.userId)) === null) return { kind: 'no_such_user' };
    const weighed = await weighPlanChange(tx, { ...order, quotaTimezone, lock: true, intervals });
    if (weighed.kind === 'weighed' && weighed.from.name !== weighed.to.name) await carryOut(tx, order, weighed);
    return weighed;
  });
}

async function carryOut(tx: Db, order: PlanOrder, { from, to, change }: WeighedChange): Promise<void> {
  await setPlanOfUser(tx, order.userId, to.name);
  await disableCronJobs(tx, idsOf(change.jobs.disable));
  await disableApiKeys(tx, idsOf(change.apiKeys.disable));
  await setTimeouts(tx, change.lowerTimeouts, to.maxTimeoutMs);
  const by = { userId: order.userId, actor: order.actor };
  const details = { from: from.name, to: to.name, restrictions: change.restrictions };
  const disabled = (kind: string) => (item: Disabling) => {
    const { id: resourceId, name, reason } = item;
    return { ...by, action: `${kind}.disabled`, resourceId, details: { name, plan: to.name, reason } };
  };
  await writeAudit(tx, [
    { ...by, action: 'plan.changed', resourceId: order.userId, details },
    ...change.jobs.disable.map(disabled('cron_job')),
    ...change.apiKeys.disable.map(disabled('api_key')),
  ]);
}

const idsOf = (items: readonly Disabling[]) => items.map((item) => item.id);

async function writeAudit(tx: Db, entries: readonly AuditEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += AUDIT_EVENTS_AT_ONCE) {
    await insertAuditEvents(tx, entries.slice(start, start + AUDIT_EVENTS_AT_ONCE));
  }
}
