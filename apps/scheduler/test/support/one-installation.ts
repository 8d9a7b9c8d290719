import { expect } from '@jest/globals';
import type { Database } from '@carillon/core/db/client';
import { seedApiKey, seedCronJobs, seedUser } from '@carillon/testkit/seed';
import { waitFor } from '@carillon/testkit/wait-for';

interface Installation {
  database: Database;
  userId: string;
  target: string;
  /** Whether apis count requests of a minute together, or each for itself. */
  counts: 'together' | 'each';
}

/** Requests of a key a minute on the plan FREE. */
const LIMIT = 60;

/** Several apis are one: whichever is asked runs a job, what one revokes none accepts, and their counts are one. */
export async function expectOneInstallation(
  urls: readonly string[],
  { database, userId, target, counts }: Installation,
): Promise<void> {
  const { db } = database;
  const [token, freeToken] = await Promise.all([
    seedApiKey(db, userId),
    seedUser(db, 'FREE').then((freeUser) => seedApiKey(db, freeUser)),
  ]);
  const send = (url: string, method: string, path: string, bearer = token) =>
    fetch(url + path, { method, headers: { authorization: `Bearer ${bearer}` } });
  const statusesOf = (path: string, bearer: string, turns = urls) =>
    Promise.all(turns.map(async (url) => (await send(url, 'GET', path, bearer)).status));

  const later = new Date(Date.now() + 3_600_000);
  const [jobId = ''] = await seedCronJobs(db, 1, { userId, url: target, nextRunAt: later });
  const executed = await Promise.all(urls.map((url) => send(url, 'POST', `/api/jobs/${jobId}/execute`)));
  expect(executed.map((answer) => answer.status)).toEqual(urls.map(() => 200));

  const doomed = await seedApiKey(db, userId);
  expect(await statusesOf('/api/jobs', doomed)).toEqual(urls.map(() => 200));
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM api_keys ORDER BY id DESC LIMIT 1');
  expect((await send(urls[0] ?? '', 'DELETE', `/api/keys/${rows[0]?.id ?? ''}`)).status).toBe(200);
  const areRefused = async () => (await statusesOf('/api/jobs', doomed)).every((status) => status === 401);
  await waitFor('every api to refuse the key', areRefused, { timeoutMs: 5_000 });

  const turns = Array.from({ length: LIMIT + 6 }, (_, i) => urls[i % urls.length] ?? '');
  const refused = (await statusesOf('/api/jobs', freeToken, turns)).filter((status) => status === 429);
  expect(refused).toHaveLength(counts === 'together' ? 6 : 0);
}
