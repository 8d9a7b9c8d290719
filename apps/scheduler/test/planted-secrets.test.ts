import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { seedApiKey, seedUser } from '@carillon/testkit/seed';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { spawnApp, type SpawnedApp } from '@carillon/testkit/spawn-app';
import { createTestDatabase, type TestDatabase } from '@carillon/testkit/test-database';
import { plantHeaders, plantWebhook, type Planted, type PlantedAnswer, type PlantedService } from './support/plants.js';
import { dumpDatabase, dumpRedis, spellings } from './support/surfaces.js';

/** Whoever keeps a secret of a new kind plants one here. */
const PLANTS = [plantHeaders, plantWebhook];

const OPERATOR = { user: 'operator', password: 'kJ3-vR8_pQ2x' };

describe.each(queueBackends)('planted secrets, with the queue on $name', ({ redisUrl }) => {
  let server: TestDatabase;
  let database: Database;
  let echo: Sink;
  let apps: SpawnedApp[];
  let apiUrl: string;
  let reader: string;
  let planted: Planted[];

  beforeAll(async () => {
    server = await createTestDatabase();
    database = openDatabase({ url: server.url });
    const answer = ({ headers }: { headers: unknown }) => ({
      headers: { 'x-echo': JSON.stringify(headers) },
      body: JSON.stringify({ headers }),
    });
    echo = await startSink({ answer });
    const userId = await seedUser(database.db);
    reader = await seedApiKey(database.db, userId, ['read:jobs', 'read:logs']);
    const env = {
      DATABASE_URL: server.url,
      EGRESS_ALLOW_CIDRS: '127.0.0.0/8',
      LOG_LEVEL: 'trace',
      LOG_RUNS: 'true',
      OPERATOR_USER: OPERATOR.user,
      OPERATOR_PASSWORD: OPERATOR.password,
      ...(redisUrl !== null && { REDIS_URL: redisUrl }),
    };
    apps = await Promise.all((['api', 'scheduler', 'worker'] as const).map((name) => spawnApp(name, env)));
    apiUrl = apps[0]?.url ?? '';
    const service = { call: callsOf(apiUrl, await seedApiKey(database.db, userId)), echo };
    planted = [];
    for (const plant of PLANTS) planted.push(await plant(service));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await database.close();
    await echo.close();
    await server.close();
  });

  const surfaces: [name: string, texts: () => Promise<string[]>][] = [
    ['a dump of the database', async () => [await dumpDatabase(database.pool)]],
    ['a dump of Redis', async () => (redisUrl === null ? [] : [await dumpRedis(redisUrl)])],
    ['the logs of the processes', () => Promise.resolve(apps.flatMap(({ logs }) => logs))],
    ['their metrics', () => Promise.all(apps.map((app) => textOf(`${app.url}/metrics`)))],
    ['their readiness', () => Promise.all(apps.map((app) => textOf(`${app.url}/ready`)))],
    ['their command lines', () => Promise.all(apps.map((app) => readFile(`/proc/${app.pid}/cmdline`, 'utf8')))],
    ['the dashboard', () => dashboard(apiUrl)],
    ['answers to a key that may only read', () => readerAnswers()],
    ['answers to refused requests', () => Promise.resolve(planted.flatMap(({ refusals }) => refusals))],
  ];

  const readerAnswers = () =>
    Promise.all(
      planted.flatMap(({ paths }) => paths).map((path) => textOf(apiUrl + path, { authorization: `Bearer ${reader}` })),
    );

  test.each(surfaces)('are not in %s', async (_name, texts) => {
    const text = (await texts()).join('\n');
    for (const secret of planted.flatMap(({ secrets }) => secrets).flatMap(spellings)) {
      // Not `not.toContain`, which would print what it searched.
      expect({ secret, found: text.includes(secret) }).toEqual({ secret, found: false });
    }
  });

  test('were looked for where there is something to be found', async () => {
    expect(await dumpDatabase(database.pool)).toMatch(/"headers": \{.*"v1\.[0-9a-f]{8}\./);
    expect(apps.map(({ logs }) => logs.length).every((lines) => lines > 0)).toBe(true);
    for (const answer of await readerAnswers()) expect(answer).toContain('"success":true');
    expect((await dashboard(apiUrl)).join()).toContain('manual-runs');
    if (redisUrl !== null) expect(await dumpRedis(redisUrl)).toContain('manual-runs');
  });
});

function callsOf(apiUrl: string, token: string): PlantedService['call'] {
  return async (method, path, body, headers = {}): Promise<PlantedAnswer> => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, data: (JSON.parse(text) as { data: Record<string, unknown> }).data };
  };
}

async function textOf(url: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(url, { headers })).text();
}

/** What the board shows of each queue, and of each message in it. */
async function dashboard(apiUrl: string): Promise<string[]> {
  const login = await fetch(`${apiUrl}/admin/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(OPERATOR),
  });
  const cookie = login.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
  const queues = await textOf(`${apiUrl}/admin/queues/api/queues`, { cookie: cookie.join('; ') });
  const { queues: shown } = JSON.parse(queues) as { queues: { name: string }[] };
  const each = shown.map(({ name }) =>
    textOf(`${apiUrl}/admin/queues/api/queues?activeQueue=${name}&status=latest&page=1&jobsPerPage=100`, {
      cookie: cookie.join('; '),
    }),
  );
  return [queues, ...(await Promise.all(each))];
}
