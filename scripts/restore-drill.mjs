import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { prepare } from './lib/prepare.mjs';
import { main } from './lib/run.mjs';

// Tries what docs/backup.md describes, on servers and data of its own: a cold copy, and an online base backup with archived
// WAL that is restored to an instant. Jobs fire every second meanwhile. Ends with 1 if an instant is absent from the ledger
// or there twice, or was called twice where it should not be.

const JOBS = 50;
const sh = promisify(execFile);
const seconds = (since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

let parts;
async function load() {
  const [embedded, engine, client, apps, sinks, seeds] = await Promise.all([
    import('../packages/embedded-db/dist/start-embedded-postgres.js'),
    import('../packages/core/dist/engine/migrate.js'),
    import('../packages/core/dist/db/client.js'),
    import('../packages/testkit/dist/spawn-app.js'),
    import('../packages/testkit/dist/sink.js'),
    import('../packages/testkit/dist/seed.js'),
  ]);
  parts = { ...embedded, ...engine, ...client, ...apps, ...sinks, ...seeds };
}

async function query(url, text) {
  const { pool, close } = parts.openDatabase({ url, max: 1 });
  return pool
    .query(text)
    .then(({ rows }) => rows)
    .finally(close);
}

/** Scheduler and worker on a database, for as long as `work` takes. */
async function firing(url, work) {
  const env = { DATABASE_URL: url, EGRESS_ALLOW_CIDRS: '127.0.0.0/8' };
  const apps = await Promise.all(['scheduler', 'worker'].map((app) => parts.spawnApp(app, env)));
  try {
    return await work();
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
  }
}

async function openDatabaseOf(stage) {
  const archiving = { archive_mode: 'on', archive_command: `cp %p ${stage.archive}/%f` };
  const server = await parts.startEmbeddedPostgres({ dataDir: stage.original, settings: archiving });
  await parts.migrate(server.url);
  const { db, close } = parts.openDatabase({ url: server.url, max: 2 });
  const userId = await parts.seedUser(db);
  await parts.seedCronJobs(db, JOBS, { userId, url: `${stage.sink.url}/`, schedule: '* * * * * *' });
  await close();
  return server;
}

/** A copy of the running server's files, between start and stop of a backup; files may go while they are copied. */
async function takeBaseBackup({ url, clusterDir }, base) {
  const { pool, close } = parts.openDatabase({ url, max: 1 });
  const session = await pool.connect();
  await session.query("SET statement_timeout = 0; SELECT pg_backup_start('drill', true)");
  await sh('cp', ['-a', clusterDir, base]).catch((error) => {
    const others = error.stderr.split('\n').filter((line) => line !== '' && !line.includes('No such file'));
    if (others.length > 0) throw error;
  });
  const { rows } = await session.query('SELECT labelfile, spcmapfile FROM pg_backup_stop(true)');
  session.release();
  await close();
  for (const name of await readdir(join(base, 'pg_wal'))) await rm(join(base, 'pg_wal', name), { recursive: true });
  await rm(join(base, 'postmaster.pid'), { force: true });
  await writeFile(join(base, 'backup_label'), rows[0].labelfile);
}

/** A data directory around a base backup that is going to recover; everything in it belongs to who owned the original. */
async function prepareRecovery(stage, base) {
  const state = JSON.parse(await readFile(join(stage.original, 'cluster.json'), 'utf8'));
  await sh('cp', ['-a', base, join(stage.recovered, 'cluster')]);
  await writeFile(join(stage.recovered, 'cluster', 'recovery.signal'), '');
  await sh('chown', ['-R', `--reference=${base}`, join(stage.recovered, 'cluster')]);
  const changed = { ...state, clusterDir: 'cluster', owner: null, port: null };
  await writeFile(join(stage.recovered, 'cluster.json'), JSON.stringify(changed), { mode: 0o600 });
}

/** What the ledger says, and how often each instant was called since `from` calls. */
async function judge(url, sink, what, from = 0) {
  const [row] = await query(
    url,
    `SELECT count(*)::int AS rows, count(*) FILTER (WHERE state = 'succeeded')::int AS succeeded, sum(doubled)::int AS doubled,
       count(*) FILTER (WHERE scheduled_for - before > interval '1 second')::int AS gaps
     FROM (SELECT state, scheduled_for, lag(scheduled_for) OVER job AS before,
       (scheduled_for = lag(scheduled_for) OVER job)::int AS doubled
       FROM runs WINDOW job AS (PARTITION BY cron_job_id ORDER BY scheduled_for)) ledger`,
  );
  const instantOf = ({ headers }) => `${headers['carillon-job-id']} ${headers['carillon-scheduled-for']}`;
  const calls = sink.requests.slice(from).map(instantOf);
  const calledTwice = calls.length - new Set(calls).size;
  console.log(`${what}: ${JSON.stringify({ ...row, calls: calls.length, calledTwice })}`);
  return row.doubled === 0 && row.gaps === 0 && calledTwice === 0;
}

async function tryColdCopy({ original, copy, sink }) {
  const start = performance.now();
  await cp(original, copy, { recursive: true, preserveTimestamps: true });
  // Node's copy does not keep owners, which PostgreSQL looks at.
  await sh('chown', ['-R', `--reference=${join(original, 'cluster')}`, join(copy, 'cluster')]);
  console.log(`cold copy: ${seconds(start)}`);
  const server = await parts.startEmbeddedPostgres({ dataDir: copy });
  await firing(server.url, () => delay(8_000));
  const isRight = await judge(server.url, sink, 'on the cold copy');
  await server.stop();
  return isRight;
}

async function tryPointInTime(stage, base, at) {
  await prepareRecovery(stage, base);
  const start = performance.now();
  const server = await parts.startEmbeddedPostgres({
    dataDir: stage.recovered,
    settings: {
      restore_command: `cp ${stage.archive}/%f %p`,
      recovery_target_time: at,
      recovery_target_action: 'promote',
    },
  });
  console.log(`recovered to ${at}: ${seconds(start)}`);
  // What was called after that instant is called once more: this state of the database knows nothing of it.
  const from = stage.sink.requests.length;
  const isRight = await judge(server.url, stage.sink, 'at the instant', from);
  await firing(server.url, () => delay(15_000));
  const wasRight = await judge(server.url, stage.sink, 'after the recovery', from);
  await server.stop();
  return isRight && wasRight;
}

async function openStage() {
  const root = await mkdtemp(join(tmpdir(), 'carillon-drill-'));
  const stage = { root, sink: await parts.startSink() };
  for (const name of ['original', 'copy', 'recovered', 'archive']) {
    stage[name] = join(root, name);
    await mkdir(stage[name]);
    await chmod(stage[name], name === 'archive' ? 0o777 : 0o711);
  }
  await chmod(root, 0o711);
  return stage;
}

await main(async () => {
  await prepare();
  await load();
  const stage = await openStage();
  const base = join(stage.root, 'base');
  const server = await openDatabaseOf(stage);
  const at = await firing(server.url, async () => {
    await delay(4_000);
    const start = performance.now();
    await takeBaseBackup(server, base);
    console.log(`online base backup: ${seconds(start)}`);
    await delay(3_000);
    const [{ now }] = await query(server.url, 'SELECT clock_timestamp()::text AS now');
    await delay(3_000);
    return now;
  });
  // Also what is not full goes into the archive when the server stops in order.
  await server.stop(30_000);
  const verdicts = [await tryColdCopy(stage), await tryPointInTime(stage, base, at)];
  await stage.sink.close();
  await rm(stage.root, { recursive: true });
  console.log(verdicts.every(Boolean) ? 'both restores are right' : 'NOT RIGHT');
  return verdicts.every(Boolean) ? 0 : 1;
});
