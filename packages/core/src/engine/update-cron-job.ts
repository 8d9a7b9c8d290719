import type { Db } from '../db/client.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { readClock } from '../db/queries/clock.js';
import {
  countEnabledCronJobs,
  lockCronJob,
  notifyDue,
  updateCronJobRow,
  type CronJob,
} from '../db/queries/cron-jobs.js';
import { lockAccount } from '../db/queries/quota-jobs.js';
import { selectPlanOfUser } from '../db/queries/users.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteCronJobChanged } from '../domain/audit/describe-events.js';
import { isCronJobId } from '../domain/ids.js';
import {
  checkDefinition,
  refuseInterval,
  type DefinitionProblem,
  type IntervalRefusal,
} from '../domain/quota/check-definition.js';
import { choosePolicy, type PolicyWishes } from '../domain/policy/choose-policy.js';
import type { CreationRefusal } from '../domain/quota/decide-creation.js';
import type { Plan } from '../domain/quota/plan.js';
import { CALL_POLICY_FIELDS, checkKind } from '../domain/target/check-kind.js';
import type { Keyring } from '../secrets/keyring.js';
import type { CronJobDraft } from './create-cron-jobs.js';
import { reschedule } from './reschedule.js';
import { settleHeaders, type HeadersRefusal } from './settle-headers.js';

export type UpdateCronJobOutcome =
  | { kind: 'updated'; job: CronJob }
  | { kind: 'not_found' }
  | { kind: 'invalid'; problems: DefinitionProblem[] }
  | HeadersRefusal
  | IntervalRefusal
  | JobLimitRefusal;

/** As a creation is refused. */
type JobLimitRefusal = Extract<CreationRefusal, { kind: 'job_limit' }>;

/** The fields to change; the others stay. Of the policy too, each field stands for itself. */
export type CronJobChanges = { [K in keyof Omit<CronJobDraft, 'policy'>]?: CronJobDraft[K] | undefined } & {
  policy?: PolicyWishes | undefined;
};

/**
 * Changes a cron job under its row lock, so that a firing is claimed either before the change or after it. The job as
 * it would become is checked; against the plan only where the plan decides about what changes.
 */
export async function updateCronJob(
  db: Db,
  { keyring }: { keyring: Keyring },
  input: { userId: string; cronJobId: string; changes: CronJobChanges; actor: Actor },
): Promise<UpdateCronJobOutcome> {
  const { userId, cronJobId } = input;
  if (!isCronJobId(cronJobId)) return { kind: 'not_found' };
  return db.transaction(async (tx) => {
    // Two that are enabled at once must count each other; and the account comes before the job, as everywhere.
    if (input.changes.enabled === true) await lockAccount(tx, userId);
    const before = await lockCronJob(tx, userId, cronJobId);
    const plan = before === null ? null : await selectPlanOfUser(tx, userId);
    if (before === null || plan === null) return { kind: 'not_found' };
    const sent = withoutCall(definedOnly(input.changes));
    const sealed = sealChange(keyring, before, sent);
    if (sealed.kind !== 'settled') return sealed;
    const changes = settle(before, { ...sent, ...sealed.change });
    const merged: CronJob = { ...before, ...changes };
    const refusal = refuseStray(merged, sent) ?? refuseUpdate(before, merged, plan);
    if (refusal !== null) return refusal;
    const noRoom = merged.enabled && !before.enabled ? await refuseEnabling(tx, userId, plan.maxJobs) : null;
    if (noRoom !== null) return noRoom;
    const now = await readClock(tx);
    const nextRunAt = reschedule(before, merged, now);
    const timing = nextRunAt === undefined ? {} : { nextRunAt };
    // What it failed before is over: the next failure does not disable it again.
    const fresh = merged.enabled && !before.enabled ? { consecutiveFailures: 0 } : {};
    const job = await updateCronJobRow(tx, cronJobId, { ...changes, ...timing, ...fresh, updatedAt: now });
    await noteChange(tx, before, job, { fields: namesOf(changes), actor: input.actor });
    if (nextRunAt) await notifyDue(tx, nextRunAt);
    return { kind: 'updated', job };
  });
}

/** A job that makes worker jobs from now on leaves behind what it had of a call. */
function withoutCall(sent: SentChanges): SentChanges {
  if (sent.target === undefined || sent.target === null) return sent;
  const policy = { ...NO_CALL_POLICY, ...sent.policy };
  return { url: null, method: null, headers: null, body: null, ...sent, policy };
}

/** Headers are kept sealed; those that are not sent stay as they are. */
function sealChange(
  keyring: Keyring,
  { userId, id, headers: stored }: CronJob,
  { headers: sent }: SentChanges,
): { kind: 'settled'; change: Pick<SentChanges, 'headers'> } | HeadersRefusal {
  if (sent === undefined || sent === null) return { kind: 'settled', change: {} };
  const settled = settleHeaders(keyring, { owner: userId, record: id }, { stored, sent });
  return settled.kind === 'settled' ? { kind: 'settled', change: { headers: settled.headers } } : settled;
}

const NO_CALL_POLICY = Object.fromEntries(CALL_POLICY_FIELDS.map((field) => [field, null]));

function settle(before: CronJob, { policy, ...same }: SentChanges): Partial<CronJobDraft> {
  return policy === undefined ? same : { ...same, policy: choosePolicy(before.policy, policy) };
}

/** What is sent of a call to a job that makes none; the timeout would otherwise pass, since every job has one. */
function refuseStray({ target }: CronJob, { policy, ...same }: SentChanges): UpdateCronJobOutcome | null {
  const problems = target === null ? [] : checkKind({ ...policy, ...same, target });
  return problems.length > 0 ? { kind: 'invalid', problems } : null;
}

function refuseUpdate(before: CronJob, merged: CronJob, plan: Plan): UpdateCronJobOutcome | null {
  // Renaming a job that a downgrade has left with too short an interval must not be refused for the interval.
  const schedule = merged.schedule !== before.schedule || (merged.enabled && !before.enabled);
  const timeout = merged.timeoutMs !== before.timeoutMs;
  const problems = checkDefinition(merged, plan, { schedule, timeout });
  if (problems.length > 0) return { kind: 'invalid', problems };
  return schedule ? refuseInterval(merged.schedule, plan) : null;
}

/** After a downgrade there are more cron jobs than the plan has room for: no more than that may be enabled again. */
async function refuseEnabling(tx: Db, userId: string, limit: number | null): Promise<JobLimitRefusal | null> {
  if (limit === null) return null;
  const current = await countEnabledCronJobs(tx, userId);
  return current < limit ? null : { kind: 'job_limit', limit, current };
}

type Field = keyof CronJobDraft;

const namesOf = (changes: Partial<CronJobDraft>) => Object.keys(changes) as Field[];

async function noteChange(tx: Db, before: CronJob, job: CronJob, by: { fields: Field[]; actor: Actor }): Promise<void> {
  const whose = { userId: job.userId, actor: by.actor, resourceId: job.id };
  const notes = noteCronJobChanged(before, job, by.fields);
  await insertAuditEvents(
    tx,
    notes.map((note) => ({ ...whose, ...note })),
  );
}

type SentChanges = Partial<Omit<CronJobDraft, 'policy'>> & { policy?: PolicyWishes };

function definedOnly(changes: CronJobChanges): SentChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
