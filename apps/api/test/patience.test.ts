import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { openLink, type Link } from '@carillon/testkit/link';
import { DRAFT, startApi, type TestApi } from './support/start-api.js';

/** As many connections as an API has here; more requests than that wait for one. */
const POOL = 2;

let direct: TestApi;
let api: TestApi;
let link: Link;
beforeAll(async () => {
  direct = await startApi();
  link = await openLink(direct.databaseUrl);
  api = await startApi(() => ({}), null, { databaseUrl: link.url, poolMax: POOL });
}, 60_000);
afterAll(async () => {
  await api.close();
  await link.close();
  await direct.close();
});

describe('a Postgres that is there but busy', () => {
  test('is waited for, with more requests than connections and statements that take longer than 2 s', async () => {
    const { userId, token } = await direct.user('HOBBY');
    const locked = createGate();
    const busy = direct.database.db.transaction(async (tx) => {
      await tx.execute(`SELECT id FROM users WHERE id = '${userId}' FOR UPDATE`);
      locked.open();
      await tx.execute('SELECT pg_sleep(3)');
    });
    await locked.opened;
    const startedMs = performance.now();
    const creations = Array.from({ length: 4 * POOL }, () => api.call(token, 'POST', '/api/jobs', DRAFT));
    const answers = await Promise.all(creations);
    expect(performance.now() - startedMs).toBeGreaterThan(2_000);
    expect(answers.map((answer) => answer.status)).toEqual(creations.map(() => 201));
    await busy;
  });

  test('answers 200 creations at once', async () => {
    const { token } = await direct.user('UNLIMITED');
    const creations = Array.from({ length: 200 }, () => api.call(token, 'POST', '/api/jobs', DRAFT));
    const statuses = (await Promise.all(creations)).map((answer) => answer.status);
    expect(new Set(statuses)).toEqual(new Set([201]));
  });
});

describe('a Postgres that hangs', () => {
  test('is told within 2 s to everybody, whether the token is known or not, and forgotten when it is back', async () => {
    const { token } = await direct.user('UNLIMITED');
    const unknown = `car_${'A'.repeat(43)}`;
    expect((await api.call(token, 'GET', '/api/jobs')).status).toBe(200);
    link.freeze();
    const startedMs = performance.now();
    const calls = [
      ...Array.from({ length: 3 * POOL }, () => api.call(token, 'GET', '/api/jobs')),
      api.call(unknown, 'GET', '/api/logs'),
      api.call(token, 'POST', '/api/jobs', DRAFT),
    ];
    const answers = await Promise.all(calls);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(answers.map((answer) => answer.status)).toEqual(calls.map(() => 503));
    expect(answers[0]?.headers.get('retry-after')).toBe('1');
    link.mend();
    expect((await api.call(token, 'GET', '/api/jobs')).status).toBe(200);
  });

  test('in the middle of a long wait is told too', async () => {
    const { userId, token } = await direct.user('HOBBY');
    const locked = createGate();
    const released = createGate();
    const busy = direct.database.db.transaction(async (tx) => {
      await tx.execute(`SELECT id FROM users WHERE id = '${userId}' FOR UPDATE`);
      locked.open();
      await released.opened;
    });
    await locked.opened;
    const creation = api.call(token, 'POST', '/api/jobs', DRAFT);
    // Asked once already, with Postgres there: the request has been waiting for longer than that takes.
    await direct.database.pool.query('SELECT pg_sleep(2.2)');
    link.freeze();
    const frozenMs = performance.now();
    expect((await creation).status).toBe(503);
    expect(performance.now() - frozenMs).toBeLessThan(2_000);
    link.mend();
    released.open();
    await busy;
  });
});
