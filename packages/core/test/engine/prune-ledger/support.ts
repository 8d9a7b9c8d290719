import { afterEach, beforeEach } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { openDatabase, type Database } from '../../../src/db/client.js';
import { newId, newRunId } from '../../../src/db/ids.js';
import { listRunPartitions } from '../../../src/db/queries/run-partitions.js';
import { runs } from '../../../src/db/schema/index.js';
import { partitionDay, runPartition } from '../../../src/domain/run/partition.js';
import { createRunPartitions } from '../../../src/engine/ensure-run-partitions.js';
import { pruneLedger, type PruneOptions, type PruneStep } from '../../../src/engine/prune-ledger.js';

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The instant so many days ago, and so much more. */
export const daysAgo = (days: number, moreMs = 0) => new Date(Date.now() - days * DAY_MS - moreMs);

/** A database of its own for each test, whose ledger is to be pruned. */
export function openLedger() {
  let server: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    server = await createTestDatabase();
    database = openDatabase({ url: server.url, max: 8 });
  });
  afterEach(async () => {
    await database.close();
    await server.close();
  });
  const ensure = (...days: string[]) => createRunPartitions(database.db).ensure(days);
  const seedRun = async (userId: string, scheduledFor: Date, fields: Partial<typeof runs.$inferInsert> = {}) => {
    await ensure(partitionDay(scheduledFor));
    const id = newRunId(scheduledFor);
    const state = fields.state ?? 'succeeded';
    const startedAt = state === 'succeeded' ? scheduledFor : null;
    const finishedAt = state === 'queued' ? null : scheduledFor;
    const row = { id, scheduledFor, userId, cronJobId: newId(), type: 'AUTO', url: 'http://example.com/' } as const;
    await database.db.insert(runs).values({ ...row, startedAt, finishedAt, ...fields, state });
    return id;
  };
  const prune = async (options: Partial<PruneOptions> = {}) => {
    const steps: PruneStep[] = [];
    const { kind } = await pruneLedger({
      databaseUrl: server.url,
      signal: new AbortController().signal,
      pause: () => Promise.resolve(),
      onStep: (step) => steps.push(step),
      ...options,
    });
    return { kind, steps, rows: steps.reduce((sum, step) => sum + ('rows' in step ? step.rows : 0), 0) };
  };
  const idsOf = async (userId?: string) => {
    const rows = await database.db.select().from(runs).orderBy(runs.scheduledFor);
    return rows.filter((row) => userId === undefined || row.userId === userId).map((row) => row.id);
  };
  const hasPartition = async (day: string) => (await listRunPartitions(database.db)).includes(day);
  const detach = (day: string) => database.pool.query(`ALTER TABLE runs DETACH PARTITION ${runPartition(day).name}`);
  /** Another session in a transaction that has read the ledger, as a backup would; the answer ends it. */
  const readLedger = async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM runs LIMIT 1');
    return async () => {
      await client.query('COMMIT');
      client.release();
    };
  };
  return {
    get database() {
      return database;
    },
    ensure,
    seedRun,
    prune,
    idsOf,
    hasPartition,
    detach,
    readLedger,
  };
}
