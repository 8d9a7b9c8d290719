import type { Db } from '../db/client.js';
import { newId } from '../db/ids.js';
import { insertAuditEvents } from '../db/queries/audit-events.js';
import { insertCronJobs, notifyDue, selectCronJob, type CronJob, type FreshCronJob } from '../db/queries/cron-jobs.js';
import { takeIdempotencyKey } from '../db/queries/idempotency.js';
import { insertHistory, lockAccount, type Account } from '../db/queries/quota-jobs.js';
import { bookCreated, readToday, type Today } from '../db/queries/quota-bookings.js';
import type { Actor } from '../domain/audit/actor.js';
import { noteCronJobCreated } from '../domain/audit/describe-events.js';
import {
  checkDefinition,
  refuseInterval,
  type DefinitionProblem,
  type IntervalRefusal,
} from '../domain/quota/check-definition.js';
import { refuseCreation, type CreationRefusal } from '../domain/quota/decide-creation.js';
import type { PolicyChoices } from '../domain/policy/run-policy.js';
import type { Plan } from '../domain/quota/plan.js';
import type { CronTarget } from '../domain/target/cron-target.js';
import type { Method } from '../domain/target/method.js';
import { sealHeaders } from '../secrets/headers.js';
import type { Keyring } from '../secrets/keyring.js';
import { refusable } from './refusable.js';
import { timetableOf } from './timetables.js';

/** A cron job as its user describes it, with all defaults filled in. */
export interface CronJobDraft {
  name: string;
  /** Makes worker jobs; null calls a URL, and then there are a URL and a method. */
  target: CronTarget | null;
  url: string | null;
  method: Method | null;
  schedule: string;
  timezone: string;
  enabled: boolean;
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  dstGap: 'shift' | 'skip';
  dstFold: 'first' | 'second' | 'both';
  tags: string[];
  /** What differs from the defaults; null is nothing. */
  policy: PolicyChoices | null;
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

type Refusal = Exclude<CreateCronJobsOutcome, { kind: 'created' | 'replayed' }>;

export interface CreateCronJobsOptions {
  /** Seals the headers. */
  keyring: Keyring;
  /** Decides where a day begins. */
  quotaTimezone: string;
}

/** Adds cron jobs. One transaction holds the whole request against the plan, books it, and wakes the schedulers. */
export function createCronJobs(
  db: Db,
  options: CreateCronJobsOptions,
  input: CreateCronJobsInput,
): Promise<CreateCronJobsOutcome> {
  return refusable<CreateCronJobsOutcome>(db, async (tx, refuse) => {
    const ids = idsFor(input.drafts);
    const replay = await replayOf(tx, options.keyring, { ...input, id: ids[0] ?? '' });
    if (replay !== null) return replay;
    const [outcome] = await make(tx, options, input.userId, [{ ...input, ids }]);
    if (outcome === undefined) throw new Error('A request to add cron jobs got no answer');
    // Undoes the taking of the idempotency key.
    return outcome.kind === 'created' ? outcome : refuse(outcome);
  });
}

/**
 * Adds the cron jobs of several requests of one user in one transaction, as if they had come one after the other, each
 * with an answer of its own. Creations of one user follow one another anyway, since they lock the account: those that
 * wait cost less together.
 */
export function createCronJobsTogether(
  db: Db,
  options: CreateCronJobsOptions,
  userId: string,
  inputs: readonly Omit<CreateCronJobsInput, 'userId' | 'idempotencyKey'>[],
): Promise<CreateCronJobsOutcome[]> {
  return db.transaction((tx) =>
    make(
      tx,
      options,
      userId,
      inputs.map((input) => ({ ...input, ids: idsFor(input.drafts) })),
    ),
  );
}

interface Request {
  drafts: readonly CronJobDraft[];
  actor: Actor;
  ids: readonly string[];
}

async function make(
  tx: Db,
  { quotaTimezone, keyring }: CreateCronJobsOptions,
  userId: string,
  requests: readonly Request[],
): Promise<(Refusal | { kind: 'created'; jobs: CronJob[] })[]> {
  const account = await lockAccount(tx, userId);
  if (account === null) return requests.map(() => ({ kind: 'no_such_user' }));
  const today = await readToday(tx, 'cron_job', userId, quotaTimezone);
  const refusals = decideInTurn(requests, account, today);
  const granted = requests.filter((_, i) => refusals[i] === null);
  const rows = granted.flatMap(({ drafts, ids }) =>
    drafts.map((draft, i) => toRow(draft, keyring, { id: ids[i] ?? '', userId, now: today.now })),
  );
  const jobs = rows.length === 0 ? [] : await enter(tx, account, { userId, day: today.day, rows });
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const jobsOf = (request: Request) => request.ids.flatMap((id) => byId.get(id) ?? []);
  await insertAuditEvents(
    tx,
    granted.flatMap((request) => jobsOf(request).map((job) => auditOf(job, request.actor))),
  );
  return requests.map((request, i) => refusals[i] ?? { kind: 'created', jobs: jobsOf(request) });
}

/** Ids made within one millisecond have no order of their own; a listing goes by ids, and should keep the drafts'. */
const idsFor = (drafts: readonly CronJobDraft[]): string[] => drafts.map(() => newId()).sort();

/** Each request is held against the plan with what those before it were granted. */
function decideInTurn(requests: readonly Request[], account: Account, today: Today): (Refusal | null)[] {
  let granted = 0;
  return requests.map(({ drafts }) => {
    const facts = { current: account.jobCount + granted, createdToday: today.created + granted };
    const refusal =
      refuseDrafts(drafts, account) ??
      refuseCreation({ plan: account, requested: drafts.length, deletedToday: today.deleted, ...facts }) ??
      refuseIntervals(drafts, account);
    if (refusal === null) granted += drafts.length;
    return refusal;
  });
}

/** Books the cron jobs and writes them. */
async function enter(tx: Db, account: Account, made: { userId: string; day: string; rows: FreshCronJob[] }) {
  const { userId, day, rows } = made;
  const booked = await bookCreated(tx, 'cron_job', { userId, day, count: rows.length, limit: account.maxJobs });
  // The account is locked, so what was decided still holds; the statement's own condition is the second bolt.
  if (!booked) throw new Error('The job limit changed under a lock');
  const jobs = await insertCronJobs(tx, rows);
  await insertHistory(tx, { userId, kind: 'cron_job', action: 'created', resourceIds: jobs.map((job) => job.id) });
  await wakeSchedulers(tx, jobs);
  return jobs;
}

async function replayOf(
  tx: Db,
  keyring: Keyring,
  input: CreateCronJobsInput & { id: string },
): Promise<CreateCronJobsOutcome | null> {
  const { userId, idempotencyKey: key, id } = input;
  if (key === undefined) return null;
  const drafts = JSON.stringify(input.drafts);
  const first = await takeIdempotencyKey(tx, { userId, key, requestHash: keyring.digest(drafts), resourceId: id });
  if (first === null) return null;
  if (!keyring.isDigestOf(drafts, first.requestHash)) return { kind: 'idempotency_conflict' };
  const job = await selectCronJob(tx, userId, first.resourceId);
  return job === null ? { kind: 'idempotency_gone' } : { kind: 'replayed', jobs: [job] };
}

function refuseDrafts(drafts: readonly CronJobDraft[], plan: Plan): Refusal | null {
  const problems = drafts.flatMap((draft, index) =>
    checkDefinition(draft, plan).map((problem) => ({ ...problem, index })),
  );
  return problems.length > 0 ? { kind: 'invalid', problems } : null;
}

function refuseIntervals(drafts: readonly CronJobDraft[], plan: Plan): Refusal | null {
  const refusals = drafts.flatMap((draft, index) => {
    const refusal = refuseInterval(draft.schedule, plan);
    return refusal === null ? [] : [{ ...refusal, index }];
  });
  return refusals.length > 0 ? { kind: 'intervals_too_short', refusals } : null;
}

function toRow(draft: CronJobDraft, keyring: Keyring, made: { id: string; userId: string; now: Date }): FreshCronJob {
  const { id, userId, now } = made;
  const headers = draft.headers && sealHeaders(keyring, { owner: userId, record: id }, draft.headers);
  const nextRunAt = draft.enabled ? (timetableOf({ ...draft, id }).next(now)?.at ?? null) : null;
  return { ...draft, headers, id, userId, nextRunAt, createdAt: now, updatedAt: now };
}

const auditOf = (job: CronJob, actor: Actor) => ({
  userId: job.userId,
  actor,
  resourceId: job.id,
  ...noteCronJobCreated(job),
});

async function wakeSchedulers(tx: Db, jobs: readonly CronJob[]): Promise<void> {
  const due = jobs.flatMap((job) => (job.nextRunAt === null ? [] : [job.nextRunAt.getTime()]));
  if (due.length > 0) await notifyDue(tx, new Date(Math.min(...due)));
}
