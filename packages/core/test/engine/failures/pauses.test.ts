import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { seeded, testSeed, type Random } from '@carillon/testkit/random';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../../src/db/client.js';
import type { StartedRun } from '../../../src/db/queries/start-runs.js';
import { runs } from '../../../src/db/schema/index.js';
import type { RunBatch } from '../../../src/domain/run/batch.js';
import { claimDueRuns } from '../../../src/engine/claim-due-runs.js';
import { deleteCronJob } from '../../../src/engine/delete-cron-job.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { startRunBatch } from '../../../src/engine/start-run-batch.js';
import { updateCronJob } from '../../../src/engine/update-cron-job.js';

const JOBS = 200;
/** None of them is a herd, whose runs would wait. */
const USERS = 8;
let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url, max: 20, queueForMs: 30_000 });
});
afterAll(async () => {
  await database.close();
  await server.close();
});

const actor = { kind: 'command_line' } as const;
const readClock = async () => {
  const { rows } = await database.pool.query<{ now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  );
  return rows[0]?.now ?? Number.NaN;
};
/** Pauses or deletes a job; the instant, by the clock of Postgres, at which its user knew. */
const stopJob = async (userId: string, cronJobId: string, random: Random) => {
  const outcome =
    random.next() < 0.5
      ? await updateCronJob(
          database.db,
          { keyring: testKeyring },
          { userId, cronJobId, changes: { enabled: false }, actor },
        )
      : await deleteCronJob(database.db, { quotaTimezone: 'UTC' }, { userId, cronJobId, actor });
  expect(['updated', 'deleted']).toContain(outcome.kind);
  return readClock();
};

test(`of ${JOBS} jobs that are paused or deleted while their runs are taken, none is taken after the answer`, async () => {
  const random = seeded(testSeed());
  const owners = new Map<string, string>();
  for (let user = 0; user < USERS; user++) {
    const userId = await seedUser(database.db);
    const ids = await seedCronJobs(database.db, JOBS / USERS, { userId, url: 'http://example.com/' });
    for (const id of ids) owners.set(id, userId);
  }
  const common = { quotaTimezone: 'UTC', node: 'srv1', limit: JOBS, onUnreadable: () => undefined };
  await claimDueRuns({ db: database.db, partitions: createRunPartitions(database.db), ...common });
  const { rows: batches } = await database.pool.query<RunBatch>('SELECT id, run_ids AS "runIds" FROM run_batches');
  const known = new Map<string, number>();
  const started: StartedRun[] = [];
  // What is taken when among what is stopped, by the seed.
  const deeds = [
    ...[...owners].map(
      ([id, userId]) =>
        async () =>
          void known.set(id, await stopJob(userId, id, random)),
    ),
    ...batches.map((batch) => async () => {
      started.push(...(await startRunBatch(database, { batchId: batch.id, runIds: batch.runIds })).runs);
    }),
  ]
    .map((deed) => ({ deed, place: random.next() }))
    .sort((a, b) => a.place - b.place);
  const lane = async () => {
    for (let next = deeds.shift(); next !== undefined; next = deeds.shift()) await next.deed();
  };
  await Promise.all(Array.from({ length: 12 }, lane));
  expect(known.size).toBe(JOBS);
  const late = started.filter((run) => run.startedAt > (known.get(run.cronJobId) ?? 0));
  expect(late.map((run) => run.cronJobId)).toEqual([]);
  // What was not taken has ended and says why; what was, is the worker's to call.
  const rows = await database.db.select().from(runs);
  expect(rows).toHaveLength(JOBS);
  expect(rows.filter((row) => row.state === 'queued').length).toBe(started.length);
  const reasons = new Set(rows.flatMap((row) => (row.reason === null ? [] : [row.reason.code])));
  expect(reasons).toEqual(new Set(['cron_job_disabled', 'cron_job_deleted']));
  expect(started.length).toBeGreaterThan(0);
});
