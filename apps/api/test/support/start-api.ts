import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { openProbe } from '@carillon/core/db/probe';
import { SCOPES, type Scope } from '@carillon/core/domain/api-key/scopes';
import { createEgress } from '@carillon/core/egress/egress';
import { createChangeRoom } from '@carillon/core/engine/change-room';
import { createApiKey } from '@carillon/core/engine/create-api-key';
import { createCronJobCreator } from '@carillon/core/engine/cron-job-creator';
import { createUser } from '@carillon/core/engine/create-user';
import { startApiCallMeter } from '@carillon/core/engine/meter-api-calls';
import { createTargetTester } from '@carillon/core/engine/target-tester';
import { openCounterStore } from '@carillon/core/queues/counter-store';
import { openPublisher } from '@carillon/core/queues/publish';
import { createLogger } from '@carillon/core/telemetry/logger';
import { createMetrics } from '@carillon/core/telemetry/metrics';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { createTestDatabase } from '@carillon/testkit/test-database';
import { waitFor } from '@carillon/testkit/wait-for';
import { createApp } from '../../src/create-app.js';
import type { ApiDeps } from '../../src/deps.js';
import { LONGEST_WAIT_MS, PROBE_LIMIT_MS } from '../../src/http/within.js';
import { openWorkerJobs } from '../../src/open-worker-jobs.js';
import { listen } from '../../src/server.js';
import { isEndless, send, type Sent } from './send.js';

export interface TestApi {
  url: string;
  databaseUrl: string;
  database: Database;
  stopping: AbortController;
  /** Calls with a token, sends JSON, reads JSON. */
  call(
    token: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** A user with a token of all scopes. */
  user(plan: string): Promise<{ userId: string; token: string }>;
  token(userId: string, scopes: readonly Scope[]): Promise<string>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Tests look at what they expect to be there.
  body: Body;
}

export interface Body {
  success: boolean;
  message: string;
  data: Record<string, never> & Record<string, unknown>;
  error?: { code: string; details: Record<string, unknown> & { fields?: { field: string; message: string }[] } };
}

/** The operator's credential of every test API. */
export const ADMIN_TOKEN = 'an-admin-token-of-more-than-32-characters';

let users = 0;

/**
 * A listening API on a database of its own, its queue on Redis if asked. `change` replaces parts of what it works with.
 * `beside` is another one whose database it shares, as replicas do, or another way to it; that one must be closed last.
 */
export async function startApi(
  change: (deps: ApiDeps, database: Database) => Partial<ApiDeps> = () => ({}),
  redisUrl: string | null = null,
  beside: { databaseUrl: string; poolMax?: number } | null = null,
): Promise<TestApi> {
  const testDatabase =
    beside === null ? await createTestDatabase() : { url: beside.databaseUrl, close: () => Promise.resolve() };
  const database = openDatabase({ url: testDatabase.url, max: beside?.poolMax ?? 10, queueForMs: LONGEST_WAIT_MS });
  const probe = openProbe({ url: testDatabase.url, limitMs: PROBE_LIMIT_MS });
  const publisher = openPublisher({ databaseUrl: testDatabase.url, redisUrl: redisUrl ?? undefined }, () => undefined);
  const counters = redisUrl === null ? null : openCounterStore({ redisUrl }, () => undefined);
  if (counters !== null)
    await waitFor('Redis counts', () => 'status' in counters.client && counters.client.status === 'ready');
  const meter = startApiCallMeter({ db: database.db, quotaTimezone: 'Asia/Tokyo', onError: () => undefined });
  const stopping = new AbortController();
  const metrics = createMetrics('api');
  const workerJobs = openWorkerJobs({
    pool: database.pool,
    databaseUrl: testDatabase.url,
    node: 'srv1',
    stopping: stopping.signal,
    metrics,
    onError: () => undefined,
  });
  const egress = createEgress({ allowCidrs: ['127.0.0.0/8'], allowHosts: [] });
  const changes = createChangeRoom({ db: database.db, onError: () => undefined, pollMs: 100 });
  stopping.signal.addEventListener('abort', () => changes.drain(), { once: true });
  const deps: ApiDeps = {
    db: database.db,
    probe,
    counters,
    meter,
    // Tests of refusals send more of them than a stranger should.
    failedLoginsPerMinute: 1_000_000,
    queue: {
      ping: () => publisher.ping(),
      adapters: publisher.bullQueues.map((queue) => new BullMQAdapter(queue as never)),
    },
    manualRuns: {
      request: () => Promise.reject(new Error('no manual runs in this test')),
      wait: () => Promise.resolve(false),
    },
    backfill: () => Promise.reject(new Error('no backfills in this test')),
    workerJobs,
    egress,
    targetTester: createTargetTester({
      ...{ db: database.db, egress, keyring: testKeyring },
      ...{ quotaTimezone: 'Asia/Tokyo', stopping: stopping.signal },
    }),
    changes,
    cronJobs: createCronJobCreator(database.db, { keyring: testKeyring, quotaTimezone: 'Asia/Tokyo' }),
    keyring: testKeyring,
    logger: createLogger({ name: 'api-test', level: 'silent' }),
    metrics,
    tracing: null,
    quotaTimezone: 'Asia/Tokyo',
    defaultPlan: 'FREE',
    selfServicePlans: false,
    executeWaitMs: 200,
    adminToken: ADMIN_TOKEN,
    operator: null,
    echo: false,
    consoleDir: '/nowhere/console',
    trustProxy: false,
    draining: stopping.signal,
    stopping: stopping.signal,
  };
  const server = await listen(createApp({ ...deps, ...change(deps, database) }), { host: '127.0.0.1', port: 0 });
  const call: TestApi['call'] = (token, method, path, body, headers = {}) => {
    const auth = token === null ? {} : { authorization: `Bearer ${token}` };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = send(
      server.url + path,
      method,
      { ...auth, ...type, ...headers },
      body === undefined ? undefined : JSON.stringify(body),
    );
    return sent.then(readAnswer);
  };
  const token = async (userId: string, scopes: readonly Scope[]) => {
    const outcome = await createApiKey(database.db, deps, {
      userId,
      name: 'test',
      scopes,
      tenantIds: null,
      expiresAt: null,
      actor: { kind: 'command_line' },
    });
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    return outcome.token;
  };
  return {
    url: server.url,
    databaseUrl: testDatabase.url,
    database,
    stopping,
    call,
    token,
    async user(plan) {
      const email = `user${++users}@example.com`;
      const actor = { kind: 'command_line' } as const;
      const outcome = await createUser(database.db, { name: 'Test', email, plan, actor });
      if (outcome.kind !== 'created') throw new Error(outcome.kind);
      return { userId: outcome.user.id, token: await token(outcome.user.id, SCOPES) };
    },
    async close() {
      changes.drain();
      await server.close(1_000);
      await Promise.all([workerJobs.close(), changes.close(), egress.close()]);
      await publisher.close();
      await counters?.close();
      await meter.close();
      await database.close();
      await probe.close();
      await testDatabase.close();
    },
  };
}

/** Sends anything and reads the answer, which must be JSON when it has a body of that type. */
export async function request(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  if (!isEndless(headers)) return readAnswer({ status, headers, text: await response.text() });
  await response.body?.cancel();
  return readAnswer({ status, headers, text: '' });
}

function readAnswer({ status, headers, text }: Sent): Answer {
  const json = headers.get('content-type')?.includes('json') === true;
  return { status, headers, text, body: (json ? JSON.parse(text) : null) as Body };
}

/** The seed's job. */
export const DRAFT = {
  name: 'Daily Report',
  url: 'https://api.example.com/report',
  method: 'POST',
  schedule: '0 9 * * *',
  timezone: 'Asia/Tokyo',
};
