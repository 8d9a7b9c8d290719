import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { webhookDeliveries } from '@carillon/core/db/schema/index';
import { DEFAULT_POLICY } from '@carillon/core/domain/policy/run-policy';
import { WEBHOOK_EVENTS } from '@carillon/core/domain/webhook/events';
import { createWebhook } from '@carillon/core/engine/create-webhook';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { eventsIn, spawnApp, type AppName, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { startCollector, type Collector, type CollectedSpan } from './support/collector.js';

/** From the request, or the claim, to the target and the webhook's receiver: one trace. */

let server: TestDatabase;
let database: Database;
let sink: Sink;
let collector: Collector;
let userId: string;
let apps: SpawnedApp[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
  database = openDatabase({ url: server.url });
  userId = await seedUser(database.db);
  sink = await startSink({
    answer: ({ headers }) => ({ status: headers['carillon-attempt'] === '1' ? 503 : 200, body: 'planted-answer' }),
  });
  collector = await startCollector();
});
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  apps = [];
  await database.pool.query('TRUNCATE cron_jobs, runs, run_batches CASCADE');
  sink.clear();
});
afterAll(async () => {
  await database.close();
  await Promise.all([sink.close(), collector.close()]);
  await server.close();
});

const LIST_MODULES = `--import=${new URL('failures/preload/list-modules.mjs', import.meta.url).pathname}`;

const start = async (app: AppName, more: Record<string, string>) => {
  const env = {
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
    LOG_RUNS: app === 'worker' ? 'true' : '',
    NODE_OPTIONS: LIST_MODULES,
  };
  const started = await spawnApp(app, { DATABASE_URL: server.url, ...env, ...more });
  apps.push(started);
  return started;
};
/** Nothing is sent before the end, so that what comes has been flushed. */
const toCollector = () => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '60000',
});
const retry = { ...DEFAULT_POLICY.retry, maxAttempts: 2, backoff: 'fixed' as const, delayMs: 100, jitter: 0 };
const seed = async (path: string, nextRunAt?: Date) => {
  const url = `${sink.url}${path}?key=planted-query`;
  const fields = { userId, url, body: 'planted-body', policy: { retry }, ...(nextRunAt && { nextRunAt }) };
  const [jobId = ''] = await seedCronJobs(database.db, 1, fields);
  return jobId;
};
const hook = (cronJobId: string, path: string) =>
  createWebhook(
    database.db,
    { keyring: testKeyring },
    {
      ...{ userId, cronJobId, actor: { kind: 'command_line' } },
      draft: { endpoint: sink.url + path, headers: null, events: WEBHOOK_EVENTS, onlyAfterFailures: 1, enabled: true },
    },
  );
const execute = async (url: string | null, jobId: string, headers: Record<string, string> = {}) => {
  const authorization = `Bearer ${await seedApiKey(database.db, userId)}`;
  const init = { method: 'POST', headers: { ...headers, authorization } };
  return (await fetch(`${url}/api/jobs/${jobId}/execute`, init)).status;
};
const delivered = (count: number) =>
  waitFor('the deliveries', async () => {
    const rows = await database.db.select().from(webhookDeliveries);
    return rows.length === count && rows.every((row) => row.state === 'delivered');
  });
const traceparents = (path: string) => sink.to(path).map(({ headers }) => String(headers['traceparent']));
const asTraceparent = ({ traceId, spanId }: CollectedSpan) => `00-${traceId}-${spanId}-01`;
const later = () => new Date(Date.now() + 3_600_000);

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

test('a trace leads from its caller over the request to each attempt and the webhook; one of a schedule begins at the claim', async () => {
  const byHand = await seed('/by-hand', later());
  await hook(byHand, '/hook');
  const [api, , worker] = await Promise.all([
    start('api', toCollector()),
    start('scheduler', toCollector()),
    start('worker', toCollector()),
  ]);
  expect(await execute(api.url, byHand, { traceparent: `00-${TRACE}-${CALLER}-01` })).toBe(200);
  await seed('/scheduled');
  await delivered(1);
  await waitFor('the scheduled run', () => eventsIn(worker.logs, 'run.finished').length === 4);
  await Promise.all(apps.map((app) => app.stop()));

  const spans = collector.spans();
  const named = (name: string) => spans.filter((span) => span.name === name && span.traceId === TRACE);
  const [request] = named('POST /api/jobs/{jobId}/execute');
  const [run] = named('run');
  expect(request).toMatchObject({ parentSpanId: CALLER, service: 'carillon-api' });
  expect(run).toMatchObject({ parentSpanId: request?.spanId, facts: { 'carillon.job.id': byHand } });
  expect(named('publish runs')).toMatchObject([{ parentSpanId: run?.spanId }]);
  const attempts = named('POST');
  expect(attempts.map(({ parentSpanId, service }) => [parentSpanId, service])).toEqual(
    Array(2).fill([run?.spanId, 'carillon-worker']),
  );
  expect(attempts.map(({ facts }) => [facts['carillon.attempt'], facts['http.response.status_code']])).toEqual([
    [1, 503],
    [2, 200],
  ]);
  expect(traceparents('/by-hand')).toEqual(attempts.map(asTraceparent));
  expect(named('write outcome')).toHaveLength(2);
  expect(traceparents('/hook')).toEqual(named('webhook').map(asTraceparent));
  expect(named('webhook')).toMatchObject([{ parentSpanId: run?.spanId, facts: { 'carillon.event': 'success' } }]);

  const [claim] = spans.filter((span) => span.name === 'claim');
  const [first] = sink.to('/scheduled');
  const trace = String(first?.headers['carillon-run-id']).slice('log_'.length);
  const ofSchedule = spans.filter((span) => span.traceId === trace);
  const root = ofSchedule.find((span) => span.name === 'run');
  expect(root).toMatchObject({ parentSpanId: '', links: [claim?.spanId], service: 'carillon-scheduler' });
  const calls = ofSchedule.filter((span) => span.name === 'POST');
  expect(calls.map((span) => span.parentSpanId)).toEqual([root?.spanId, root?.spanId]);
  expect(traceparents('/scheduled')).toEqual(calls.map(asTraceparent));
  const batches = spans.filter((span) => span.name.startsWith('process ')).map((span) => span.spanId);
  expect(batches).toEqual(expect.arrayContaining(calls.flatMap((span) => span.links)));

  const logged = eventsIn(worker.logs, 'run.finished').map((line) => String(line['trace_id']));
  expect(logged.sort()).toEqual([TRACE, TRACE, trace, trace].sort());
  expect(eventsIn(worker.logs, 'modules')[0]?.['loaded']).toBeGreaterThan(0);
  expect(collector.text()).not.toMatch(/planted|Bearer|\/by-hand|\/hook/);
});

test('without a collector nothing of traces is loaded, and a target is told of the run alone; one that is away disturbs nobody', async () => {
  const byHand = await seed('/by-hand', later());
  const nowhere = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  };
  const [api, worker, scheduler] = await Promise.all([
    start('api', {}),
    start('worker', {}),
    start('scheduler', nowhere),
  ]);
  await seed('/scheduled');
  expect(await execute(api.url, byHand, { traceparent: `00-${TRACE}-${CALLER}-01` })).toBe(200);
  const [call] = sink.to('/by-hand');
  const runId = String(call?.headers['carillon-run-id']).slice('log_'.length);
  expect(traceparents('/by-hand')[0]).toBe(`00-${runId}-${runId.slice(-12)}0001-01`);
  await waitFor('both runs', () => eventsIn(worker.logs, 'run.finished').length === 4);
  const { rows } = await database.pool.query('SELECT DISTINCT traceparent FROM runs');
  expect(rows).toEqual([{ traceparent: null }]);

  const troubles = () => scheduler.logs.filter((line) => line.includes('spans could not be exported'));
  await waitFor('the scheduler to tell', () => troubles().length > 0);
  const stoppedAtMs = performance.now();
  for (const exit of await Promise.all(apps.map((app) => app.stop()))) expect(exit).toEqual({ code: 0, signal: null });
  expect(performance.now() - stoppedAtMs).toBeLessThan(5_000);
  for (const app of [api, worker]) expect(eventsIn(app.logs, 'modules')).toMatchObject([{ loaded: 0 }]);
  expect(eventsIn(worker.logs, 'run.finished')[0]).not.toHaveProperty('trace_id');
  expect(eventsIn(scheduler.logs, 'modules')[0]?.['loaded']).toBeGreaterThan(0);
  // However many exports failed.
  expect(troubles()).toHaveLength(1);
});
