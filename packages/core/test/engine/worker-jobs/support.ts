import { seedUser } from '@carillon/testkit/seed';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { eq } from 'drizzle-orm';
import { openDatabase, type Database } from '../../../src/db/client.js';
import { workerJobs } from '../../../src/db/schema/index.js';
import { NO_VARIABLES, packVariables, type Variables } from '../../../src/domain/worker-job/variables.js';
import {
  activateWorkerJobs,
  type ActivatedWorkerJob,
  type ActivationWish,
} from '../../../src/engine/activate-worker-jobs.js';
import { completeWorkerJobs, type CompleteOutcome } from '../../../src/engine/complete-worker-jobs.js';
import { createWorkerJobs, type WorkerJobDraft } from '../../../src/engine/create-worker-jobs.js';
import { failWorkerJob, type Failure } from '../../../src/engine/fail-worker-job.js';

/** A database of the file's own with a user, and the verbs as that user calls them. */
export async function setUp(connections = 8) {
  const server = await createTestDatabase();
  const database = openDatabase({ url: server.url, max: connections });
  const userId = await seedUser(database.db);
  const close = async () => {
    await database.close();
    await server.close();
  };
  return { url: server.url, database, userId, close, ...verbs(database, userId) };
}

export type Setup = Awaited<ReturnType<typeof setUp>>;

/** The verbs with everything filled in that a test does not care about. */
export function verbs({ db, pool }: Database, userId: string) {
  const access = { userId, tenantIds: null };
  const create = async (count: number, fields: Partial<WorkerJobDraft> = {}) => {
    const drafts = Array.from({ length: count }, () => ({ ...draftOf(userId), ...fields }));
    return (await createWorkerJobs(pool, 'srv1', drafts)).map((job) => job.key);
  };
  const activate = (fields: Partial<ActivationWish> = {}, afterTenant = '') =>
    activateWorkerJobs(pool, { ...wishOf(userId), ...fields }, afterTenant);
  const activateOne = async (fields: Partial<ActivationWish> = {}): Promise<ActivatedWorkerJob> => {
    const [job] = await activate({ maxJobs: 1, ...fields });
    if (job === undefined) throw new Error('nothing was ready');
    return job;
  };
  const complete = async (key: string, activationId: string | null = null, sent: Variables = {}) => {
    const items = [{ ...access, key, activationId, variables: pack(sent) }];
    const [outcome] = await completeWorkerJobs(pool, items);
    return outcome as CompleteOutcome;
  };
  const fail = (key: string, fields: Partial<Failure> = {}) =>
    failWorkerJob(pool, {
      ...access,
      key,
      activationId: null,
      retries: null,
      message: 'no',
      backoffMs: null,
      ...fields,
    });
  const rowOf = async (key: string) => {
    const [row] = await db.select().from(workerJobs).where(eq(workerJobs.key, key));
    if (row === undefined) throw new Error(`no job ${key}`);
    return row;
  };
  /** Moves a deadline or a back-off into the past, as waiting for it would. */
  const letPass = (key: string) =>
    pool.query(
      `UPDATE worker_jobs SET available_at = LEAST(available_at, clock_timestamp()),
         deadline = CASE WHEN state = 'ACTIVE' THEN clock_timestamp() - interval '1 millisecond' ELSE deadline END
       WHERE key = $1`,
      [key],
    );
  return { access, create, activate, activateOne, complete, fail, rowOf, letPass };
}

export const draftOf = (userId: string): WorkerJobDraft => ({
  userId,
  tenantId: 'default',
  type: 'email',
  variables: NO_VARIABLES,
  customHeaders: '{}',
  retries: 3,
  timeoutMs: 120_000,
  priority: 0,
  runAt: null,
});

export const wishOf = (userId: string): ActivationWish => ({
  userId,
  type: 'email',
  worker: 'w1',
  maxJobs: 10,
  leaseMs: 60_000,
  tenantIds: null,
  fetchVariables: [],
});

export function pack(variables: Variables) {
  const packed = packVariables(variables);
  if ('fault' in packed) throw new Error(packed.fault);
  return packed;
}
