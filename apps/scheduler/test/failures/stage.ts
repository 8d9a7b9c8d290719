import { openDatabase, type Database } from '@carillon/core/db/client';
import { runs, type cronJobs } from '@carillon/core/db/schema/index';
import { seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink, type SinkAnswer, type SinkRequest } from '@carillon/testkit/sink';
import { spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';

/** A database, a target and processes of ours, for tests that do harm to them. */
export interface Stage {
  readonly database: Database;
  readonly sink: Sink;
  readonly apps: readonly SpawnedApp[];
  /** How the target answers from here on. */
  answer(decide: (request: SinkRequest) => SinkAnswer): void;
  start(app: AppName, env?: Record<string, string>): Promise<SpawnedApp>;
  /** Cron jobs of one user that call the target, due now unless said. */
  seed(count: number, fields?: Partial<typeof cronJobs.$inferInsert>): Promise<string[]>;
  /** Resolves with the ledger once it has at least `count` runs and all have ended. */
  allFinal(count: number, timeoutMs: number): Promise<(typeof runs.$inferSelect)[]>;
  /** Takes the time out of leases: those that are held now have run out. */
  expireLeases(): Promise<void>;
  /** The sum of a metric over what a process says of it. */
  metric(app: SpawnedApp, name: string): Promise<number>;
  /** Ends the processes and forgets what they did. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** @param env of every process. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const server = await createTestDatabase();
  const database = openDatabase({ url: server.url });
  const userId = await seedUser(database.db);
  const apps: SpawnedApp[] = [];
  let decide: (request: SinkRequest) => SinkAnswer = () => ({});
  const sink = await startSink({ answer: (request) => decide(request) });
  // In one statement: between two, the runs could be entered.
  const areFinal = async (count: number) => {
    const { rows } = await database.pool.query<{ done: boolean }>(
      `SELECT count(*) >= $1 AND count(*) FILTER (WHERE state = 'queued') = 0 AS done FROM runs`,
      [count],
    );
    return rows[0]?.done;
  };
  const stage: Stage = {
    database,
    sink,
    apps,
    answer: (next) => void (decide = next),
    async start(app, own = {}) {
      const started = await spawnApp(app, {
        ...{ DATABASE_URL: server.url, EGRESS_ALLOW_CIDRS: '127.0.0.0/8' },
        ...env,
        ...own,
      });
      apps.push(started);
      return started;
    },
    seed: (count, fields = {}) => seedCronJobs(database.db, count, { userId, url: `${sink.url}/`, ...fields }),
    async allFinal(count, timeoutMs) {
      await waitFor(`${count} runs to be final`, () => areFinal(count), { timeoutMs });
      return database.db.select().from(runs);
    },
    expireLeases: async () => {
      await database.pool.query(
        `UPDATE run_batches SET attention_at = clock_timestamp() - interval '1 second' WHERE state = 'running'`,
      );
    },
    async metric({ url }, name) {
      const page = await (await fetch(`${url ?? ''}/metrics`)).text();
      const lines = page.split('\n').filter((line) => line.startsWith(name));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    async clear() {
      await Promise.all(apps.splice(0).map((app) => app.stop()));
      await database.pool.query('TRUNCATE cron_jobs, runs, run_batches, bullmq.job CASCADE');
      decide = () => ({});
      sink.clear();
    },
    async close() {
      await database.close();
      await sink.close();
      await server.close();
    },
  };
  return stage;
}

/** The environment that loads a module before the process's own. */
export function preload(name: 'shift-clock' | 'spin' | 'poison', env: Record<string, string> = {}) {
  return { NODE_OPTIONS: `--import=${new URL(`./preload/${name}.mjs`, import.meta.url).href}`, ...env };
}
