import pg from 'pg';
import { migrate } from '@carillon/core/engine/migrate';
import { openDatabase } from '@carillon/core/db/client';
import { claimDueRuns } from '@carillon/core/engine/claim-due-runs';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { startRuns } from '@carillon/core/db/queries/start-runs';
import { finishRuns } from '@carillon/core/db/queries/finish-runs';
import { deleteRunBatches } from '@carillon/core/db/queries/run-batches';
import { newId } from '@carillon/core/db/ids';
import { seedCronJobs, seedUser } from './seed.js';
import { postgresCpu } from './cpu.js';
const admin = new pg.Client('postgres://postgres@127.0.0.1:54999/postgres');
await admin.connect();
await admin.query('DROP DATABASE IF EXISTS pgtry WITH (FORCE)');
await admin.query('CREATE DATABASE pgtry');
const url = 'postgres://postgres@127.0.0.1:54999/pgtry';
await migrate(url);
const c = new pg.Client(url);
await c.connect();
for (const q of process.argv.slice(2)) await c.query(q);
await seedUser(c);
const N = 20000;
await seedCronJobs(c, { count: N, url: 'http://127.0.0.1:1/', nextRunAt: `clock_timestamp()` });
const d = openDatabase({ url, max: 1, applicationName: 'x' });
const partitions = createRunPartitions(openDatabase({ url, max: 1 }).db);
let last = (await postgresCpu(c))['x'] ?? 0;
const lap = async (name: string, t: number) => {
  const now = (await postgresCpu(c))['x'] ?? 0;
  console.log(
    name.padEnd(10),
    'wall us/run',
    (((performance.now() - t) * 1000) / N).toFixed(1),
    'pg cpu us/run',
    (((now - last) * 1e6) / N).toFixed(1),
  );
  last = now;
};
await d.db.execute('select 1');
await lap('warm', performance.now());
let t = performance.now();
const batches = [];
for (;;) {
  const cl = await claimDueRuns({ db: d.db, partitions, quotaTimezone: 'UTC', limit: 500 });
  batches.push(...cl.batches);
  if (cl.cronJobs < 500) break;
}
await lap('claim', t);
t = performance.now();
for (let i = 0; i < batches.length; i += 20)
  await deleteRunBatches(
    d.db,
    batches.slice(i, i + 20).map((b) => b.id),
  );
await lap('outbox', t);
t = performance.now();
const started = [];
for (const b of batches) started.push(...(await startRuns(d.pool, b.runIds, newId())));
await lap('start', t);
t = performance.now();
for (let i = 0; i < started.length; i += 100)
  await finishRuns(
    d.pool,
    started.slice(i, i + 100).map((s) => ({
      runId: s.runId,
      leaseToken: s.leaseToken,
      cronJobId: s.cronJobId,
      scheduledFor: new Date(s.scheduledFor),
      startedAt: new Date(s.startedAt),
      attempt: 1,
      url: s.url,
      state: 'succeeded' as const,
      result: {
        status: 200,
        durationMs: 5,
        headers: {
          'content-type': 'application/json',
          date: 'Sat, 21 Nov 2026 20:53:54 GMT',
          connection: 'keep-alive',
          'keep-alive': 'timeout=120',
          'content-length': '11',
        },
        body: '{"ok":true}',
        truncated: false,
        error: null,
      },
    })),
  );
await lap('finish', t);
process.exit(0);
