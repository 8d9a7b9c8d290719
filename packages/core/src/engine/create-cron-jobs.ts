import { createHash } from 'node:crypto';
import type { Db } from '../db/client.js';
import { newId } from '../db/ids.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { insertCronJobs, notifyDue, selectCronJob, type CronJob, type NewCronJob } from '../db/queries/cron-jobs.js';
import { takeIdempotencyKey } from '../db/queries/idempotency.js';
import {
  bookCreatedJobs,
  insertHistory,
  lockAccount,
  readToday,
  type Account,
  type Today,
} from '../db/queries/quota-jobs.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteCronJobCreated } from '../domain/audit/describe-events.js';
import {
  checkDefinition,
  refuseInterval,
  type DefinitionProblem,
  type IntervalRefusal,
} from '../domain/quota/check-definition.js';
import { refuseCreation, type CreationRefusal } from '../domain/quota/decide-creation.js';
import type { Plan } from '../domain/quota/plan.js';
import type { Method } from '../domain/target/method.js';
import { refusable } from './refusable.js';
import { timetableOf } from './timetables.js';

/** A cron job as its user describes it, with all defaults filled in. */
export interface CronJobDraft {
  name: string;
  url: string;
  method: Method;
  schedule: string;
  timezone: string;
  enabled: boolean;
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
  tags: string[];
}

/** Which of the drafts something is about, counted from 0. */
export interface At {
  index: number;
}

export type CreateCronJobsOutcome =
  | { kind: 'created'; jobs: CronJob[] }
  /** The idempotency key has been used for the same drafts: the job made then, as it is now. */
  | { kind: 'replayed'; jobs: CronJob[] }
  | { kind: 'idempotency_conflict' }
  | { kind: 'idempotency_gone' }
  | { kind: 'no_such_user' }
  | { kind: 'invalid'; problems: (DefinitionProblem & At)[] }
  | { kind: 'intervals_too_short'; refusals: (IntervalRefusal & At)[] }
  | CreationRefusal;

export interface CreateCronJobsInput {
  userId: string;
  /** 1 to 1,000: all are made or none. */
  drafts: readonly CronJobDraft[];
  actor: Actor;
  /** Only with a single draft: one key remembers one job. */
  idempotencyKey?: string | undefined;
}

type Refuse = (outcome: CreateCronJobsOutcome) => never;

/**
 * Adds cron jobs. One transaction holds the whole request against the plan, books it, and wakes the schedulers.
 * @param options.quotaTimezone decides where a day begins.
 */
export function createCronJobs(
  db: Db,
  options: { quotaTimezone: string },
  input: CreateCronJobsInput,
): Promise<CreateCronJobsOutcome> {
  const { userId, drafts, actor } = input;
  // Ids made within one millisecond have no order of their own; a listing goes by ids, and should keep the drafts'.
  const ids = drafts.map(() => newId()).sort();
  return refusable<CreateCronJobsOutcome>(db, async (tx, refuse) => {
    const replay = await replayOf(tx, input, ids[0]);
    if (replay !== null) return replay;
    const account = (await lockAccount(tx, userId)) ?? refuse({ kind: 'no_such_user' });
    checkDrafts(drafts, account, refuse);
    const today = await readToday(tx, userId, options.quotaTimezone);
    checkRoom(drafts.length, account, today, refuse);
    checkIntervals(drafts, account, refuse);
    await book(tx, account, { userId, day: today.day, count: drafts.length });
    const jobs = await insertCronJobs(
      tx,
      drafts.map((draft, i) => toRow(draft, { id: ids[i] ?? '', userId, now: today.now })),
    );
    await insertHistory(tx, { userId, kind: 'cron_job', action: 'created', resourceIds: ids });
    await noteCreations(tx, jobs, actor);
    await wakeSchedulers(tx, jobs);
    return { kind: 'created', jobs };
  });
}

async function replayOf(tx: Db, input: CreateCronJobsInput, id = ''): Promise<CreateCronJobsOutcome | null> {
  const { userId, idempotencyKey: key, drafts } = input;
  if (key === undefined) return null;
  const requestHash = createHash('sha256').update(JSON.stringify(drafts)).digest();
  const first = await takeIdempotencyKey(tx, { userId, key, requestHash, resourceId: id });
  if (first === null) return null;
  if (!first.requestHash.equals(requestHash)) return { kind: 'idempotency_conflict' };
  const job = await selectCronJob(tx, userId, first.resourceId);
  return job === null ? { kind: 'idempotency_gone' } : { kind: 'replayed', jobs: [job] };
}

function checkDrafts(drafts: readonly CronJobDraft[], plan: Plan, refuse: Refuse): void {
  const problems = drafts.flatMap((draft, index) =>
    checkDefinition(draft, plan).map((problem) => ({ ...problem, index })),
  );
  if (problems.length > 0) refuse({ kind: 'invalid', problems });
}

function checkRoom(requested: number, account: Account, today: Today, refuse: Refuse): void {
  const refusal = refuseCreation({
    plan: account,
    requested,
    current: account.jobCount,
    createdToday: today.created,
    deletedToday: today.deleted,
  });
  if (refusal !== null) refuse(refusal);
}

function checkIntervals(drafts: readonly CronJobDraft[], plan: Plan, refuse: Refuse): void {
  const refusals = drafts.flatMap((draft, index) => {
    const refusal = refuseInterval(draft.schedule, plan);
    return refusal === null ? [] : [{ ...refusal, index }];
  });
  if (refusals.length > 0) refuse({ kind: 'intervals_too_short', refusals });
}

async function book(tx: Db, account: Account, made: { userId: string; day: string; count: number }): Promise<void> {
  const booked = await bookCreatedJobs(tx, { ...made, limit: account.maxJobs });
  // The account is locked, so what was decided still holds; the statement's own condition is the second bolt.
  if (!booked) throw new Error('The job limit changed under a lock');
}

function toRow(draft: CronJobDraft, made: { id: string; userId: string; now: Date }): NewCronJob {
  const { id, userId, now } = made;
  const nextRunAt = draft.enabled ? timetableOf(draft).next(now) : null;
  return { ...draft, id, userId, nextRunAt, createdAt: now, updatedAt: now };
}

async function noteCreations(tx: Db, jobs: readonly CronJob[], actor: Actor): Promise<void> {
  const entries = jobs.map((job) => ({ userId: job.userId, actor, resourceId: job.id, ...noteCronJobCreated(job) }));
  await insertAuditEvents(tx, entries);
}

async function wakeSchedulers(tx: Db, jobs: readonly CronJob[]): Promise<void> {
  const due = jobs.flatMap((job) => (job.nextRunAt === null ? [] : [job.nextRunAt.getTime()]));
  if (due.length > 0) await notifyDue(tx, new Date(Math.min(...due)));
}
