import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newRunId } from '@carillon/core/db/ids';
import { insertDeliveries } from '@carillon/core/db/queries/enter-deliveries';
import { formatDeliveryId, formatRunId } from '@carillon/core/domain/ids';
import { createWebhook as createCoreWebhook } from '@carillon/core/engine/create-webhook';
import { SCOPES, type Scope } from '@carillon/core/domain/api-key/scopes';
import { backfillRuns } from '@carillon/core/engine/backfill-runs';
import { createRunPartitions } from '@carillon/core/engine/ensure-run-partitions';
import { requestManualRun } from '@carillon/core/engine/request-manual-run';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { openPublisher, type Publisher } from '@carillon/core/queues/publish';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import type { ApiDeps } from '../src/deps.js';
import type { Route } from '../src/http/define-route.js';
import { routes } from '../src/routes/index.js';
import { ADMIN_TOKEN, DRAFT, startApi, type TestApi } from './support/start-api.js';
import { enterRun } from './support/ledger.js';
import { activeJob, clientOf, failedJob, type Client } from './worker-jobs/support.js';

/**
 * Every operation × every scope × {one's own, another user's, nobody's}: generated from the list that the router is made
 * of, so that a new operation is in it by itself.
 */
let api: TestApi;
let owner: Client;
let stranger: Client;
let publisher: Publisher;
const keys = new Map<Scope, string>();

beforeAll(async () => {
  api = await startApi((_deps, { db, pool }) => {
    const databaseUrl = pool.options.connectionString ?? '';
    publisher = openPublisher({ databaseUrl, redisUrl: undefined }, () => undefined);
    const manual = {
      db,
      partitions: createRunPartitions(db),
      publisher,
      quotaTimezone: 'UTC',
      node: 'srv1',
      onPublishError: () => {},
    };
    // Nobody performs it, so it is answered with 202: what is asked here is who may ask for it.
    const manualRuns: ApiDeps['manualRuns'] = {
      request: (input) => requestManualRun(manual, input),
      wait: () => Promise.resolve(false),
    };
    const backfill: ApiDeps['backfill'] = (request) => backfillRuns(manual, request);
    return { selfServicePlans: true, manualRuns, backfill };
  });
  const { db } = api.database;
  const userId = await seedUser(db);
  for (const scope of SCOPES) keys.set(scope, await seedApiKey(db, userId, [scope]));
  owner = clientOf(api, userId, await seedApiKey(db, userId));
  const strangerId = await seedUser(db);
  stranger = clientOf(api, strangerId, await seedApiKey(db, strangerId));
}, 60_000);
afterAll(async () => {
  await publisher.close();
  await api.close();
});

/** What a path's parameter may name: made anew for each request that is granted, since many operations use it up. */
const MAKERS: Readonly<Record<string, (of: Client, route: Route) => Promise<string>>> = {
  jobId: async (of, { spec }) => {
    const id = await makeJob(of);
    if (spec.path.startsWith('/api/webhooks')) await makeWebhook(of, id);
    return id;
  },
  // With the parameter before it.
  deliveryId: async (of) => {
    const id = await makeJob(of);
    const webhook = await makeWebhook(of, id);
    const told = {
      webhookId: webhook.id,
      runId: newRunId(new Date()),
      scheduledFor: new Date(),
      event: 'test',
    } as const;
    const [delivery = ''] = await insertDeliveries(api.database.db, [told]);
    const end = `UPDATE webhook_deliveries SET state = 'dead', finished_at = now(), attention_at = NULL WHERE id = $1`;
    await api.database.pool.query(end, [delivery]);
    return `${id}/deliveries/${formatDeliveryId(delivery)}`;
  },
  logId: async (of) => {
    const cronJobId = await makeJob(of);
    const scheduledFor = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 60_000);
    const { userId } = of;
    return formatRunId(await enterRun(api.database, { userId, cronJobId, scheduledFor, state: 'succeeded' }));
  },
  keyId: async ({ userId }) => {
    await seedApiKey(api.database.db, userId);
    const { rows } = await api.database.pool.query<{ id: string }>(
      'SELECT id FROM api_keys WHERE user_id = $1 ORDER BY id DESC LIMIT 1',
      [userId],
    );
    return rows[0]?.id ?? '';
  },
  key: async (of) => (await activeJob(of)).key,
  id: async (of) => (await failedJob(of)).incidentId,
  name: () => Promise.resolve('PRO'),
};

async function makeJob({ userId }: Client): Promise<string> {
  const [id = ''] = await seedCronJobs(api.database.db, 1, { userId, url: DRAFT.url, nextRunAt: null });
  return id;
}

async function makeWebhook({ userId }: Client, cronJobId: string) {
  const draft = {
    endpoint: 'https://hooks.example.com/',
    headers: null,
    events: [],
    onlyAfterFailures: 1,
    enabled: true,
  };
  const actor = { kind: 'command_line' } as const;
  const outcome = await createCoreWebhook(
    api.database.db,
    { keyring: testKeyring },
    { userId, cronJobId, draft, actor },
  );
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  return outcome.webhook;
}

const ABSENT: Readonly<Record<string, string>> = {
  jobId: '019a0000-0000-7000-8000-000000000000',
  deliveryId: `019a0000-0000-7000-8000-000000000000/deliveries/msg_${'0'.repeat(32)}`,
  logId: `log_${'0'.repeat(32)}`,
  keyId: `key_${'0'.repeat(32)}`,
  key: `srv1-job-${'0'.repeat(32)}`,
  id: `incident_${'0'.repeat(32)}`,
};

let emails = 0;

/** Bodies and queries of the operations whose documented example names something that is not there, or may be used once. */
const BODIES: Readonly<Record<string, (scope: Scope | null) => object | Promise<object>>> = {
  createWebhook: async () => ({ jobId: await makeJob(owner), endpoint: 'https://hooks.example.com/' }),
  testJob: () => ({ url: `${api.url}/health`, method: 'GET' }),
  createKey: (scope) => ({ name: 'New', scopes: [scope ?? 'read:jobs'] }),
  backfillJob: () => ({ from: new Date(Date.now() - 3_600_000), to: new Date() }),
  createUser: () => ({ name: 'New', email: `matrix${++emails}@example.com` }),
  changeUserPlan: () => ({ userId: owner.userId, plan: 'UNLIMITED' }),
  changePlan: () => ({ plan: 'UNLIMITED' }),
  completeWorkerJob: () => ({ variables: {} }),
  failWorkerJob: () => ({}),
  activateWorkerJobs: () => ({ type: 'nothing', worker: 'nobody', request_timeout: 0 }),
};
const OUTAGE = '?from=2025-11-05T00:00:00Z&to=2025-11-05T00:40:00Z';
const QUERIES: Readonly<Record<string, () => string>> = {
  listJobOutcomes: () => `?jobIds=${ABSENT['jobId']}`,
  previewMissedOfJob: () => OUTAGE,
  previewMissedOfDraft: () => OUTAGE,
  simulatePlan: () => '?plan=FREE',
  simulateUserPlan: () => `?plan=FREE&userId=${owner.userId}`,
};

async function ask(route: Route, token: string | null, scope: Scope | null, id: string | undefined, headers = {}) {
  const { spec } = route;
  const path = spec.path.replace(/\{.*\}/, id ?? '') + (QUERIES[spec.operationId]?.() ?? '');
  const body = spec.body && ((await BODIES[spec.operationId]?.(scope)) ?? spec.body.example);
  const { status } = await api.call(token, spec.method.toUpperCase(), path, body, headers);
  return status;
}

/** The last one; what stands before it comes with what is made for it. */
const nameIn = (path: string) => /.*\{(\w+)\}/.exec(path)?.[1];
const protectedRoutes = routes.filter((route) => route.spec.scope !== 'public');
const opens = (route: Route, scope: Scope) =>
  route.spec.scope === 'any_key' || scope === (route.spec.scope === 'operator' ? 'system' : route.spec.scope);

describe.each(protectedRoutes.map((route) => [`${route.spec.method} ${route.spec.path}`, route] as const))(
  '%s',
  (_, route) => {
    const { spec } = route;
    const parameter = nameIn(spec.path);
    const make = (of: Client) => (parameter === undefined ? undefined : MAKERS[parameter]?.(of, route));
    // What is refused is not used up: one of each is enough for all refusals.
    const lasting = new Map<Client, ReturnType<typeof make>>();
    const makeOnce = (of: Client) => {
      if (!lasting.has(of)) lasting.set(of, make(of));
      return lasting.get(of);
    };
    const successes = [spec.status, ...Object.keys(spec.otherStatuses ?? {}).map(Number)];
    // A plan belongs to nobody, so it has no other user's.
    const isOwned = parameter !== undefined && parameter !== 'name';

    test('401 without a credential, and with one that nobody has', async () => {
      const id = await makeOnce(owner);
      expect(await ask(route, null, null, id)).toBe(401);
      expect(await ask(route, `car_${'A'.repeat(43)}`, null, id)).toBe(401);
    });

    test.each(SCOPES)('with the scope %s alone', async (scope) => {
      const token = keys.get(scope) ?? '';
      const own = await ask(route, token, scope, await (opens(route, scope) ? make(owner) : makeOnce(owner)));
      if (opens(route, scope)) expect(successes).toContain(own);
      else expect(own).toBe(403);
      if (!isOwned) return;
      const refused = opens(route, scope) ? 404 : 403;
      expect(await ask(route, token, scope, await makeOnce(stranger))).toBe(refused);
      expect(await ask(route, token, scope, ABSENT[parameter])).toBe(refused);
    });

    test('the admin token opens what is the operator’s and nothing else', async () => {
      const id = await (spec.scope === 'operator' ? make(owner) : makeOnce(owner));
      const status = await ask(route, null, null, id, { 'x-admin-token': ADMIN_TOKEN });
      if (spec.scope === 'operator') expect(successes).toContain(status);
      else expect(status).toBe(401);
      expect(await ask(route, null, null, await makeOnce(owner), { 'x-admin-token': `${ADMIN_TOKEN}x` })).toBe(401);
    });
  },
);

test('every operation but the probes asks for a credential', () => {
  const open = routes.filter((route) => route.spec.scope === 'public').map((route) => route.spec.path);
  expect(open.sort()).toEqual(['/health', '/ready']);
});
