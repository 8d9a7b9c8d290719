import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createChangeRoom } from '@carillon/core/engine/change-room';
import { seedCronJobs } from '@carillon/testkit/seed';
import { waitFor } from '@carillon/testkit/wait-for';
import { enterRun } from './support/ledger.js';
import { DRAFT, startApi, type TestApi } from './support/start-api.js';
import { activeJob, clientOf, failedJob } from './worker-jobs/support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

/** A stream as it is read. */
async function open(token: string, url = api.url) {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/events`, { headers, signal: leaving.signal });
  let text = '';
  let isOver = false;
  const read = async () => {
    const decoder = new TextDecoder();
    const body = response.body as AsyncIterable<Uint8Array> | null;
    for await (const bytes of body ?? []) text += decoder.decode(bytes);
  };
  void read().then(
    () => (isOver = true),
    () => undefined,
  );
  const topics = () =>
    [...text.matchAll(/event: change\ndata: (.*)\n\n/g)].flatMap(
      ([, data]) => (JSON.parse(data ?? '') as { topics: string[] }).topics,
    );
  return {
    response,
    text: () => text,
    topics,
    ended: () => waitFor('the stream ends', () => isOver),
    told: (topic: string) => waitFor(`${topic} are told of`, () => topics().includes(topic)),
    leave: () => leaving.abort(),
  };
}

const head = async (token: string) =>
  (await fetch(`${api.url}/api/events`, { method: 'HEAD', headers: { authorization: `Bearer ${token}` } })).status;

test('a stream says hello, and then what has changed of one’s own, without what it is', async () => {
  const { token, userId } = await api.user('UNLIMITED');
  const stranger = await api.user('UNLIMITED');
  const [mine, theirs] = [await open(token), await open(stranger.token)];
  expect(mine.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(mine.response.headers.get('x-accel-buffering')).toBe('no');
  expect(mine.response.headers.get('cache-control')).toBe('no-store');
  await waitFor('hello', () => mine.text().startsWith('event: hello\ndata: {}\n\n'));

  const job = (await api.call(token, 'POST', '/api/jobs', { ...DRAFT, name: 'canary' })).body.data;
  await mine.told('jobs');
  const now = new Date();
  await enterRun(api.database, { userId, cronJobId: String(job['id']), scheduledFor: now, state: 'queued' });
  await mine.told('runs');
  await api.database.pool.query(`UPDATE runs SET state = 'failed', finished_at = now() WHERE user_id = $1`, [userId]);
  await waitFor('the end of a run is told of', () => mine.topics().filter((topic) => topic === 'runs').length === 2);
  await activeJob(clientOf(api, userId, token));
  await mine.told('workerJobs');
  expect(mine.topics()).not.toContain('incidents');
  await failedJob(clientOf(api, userId, token));
  await mine.told('incidents');
  expect(mine.text()).not.toContain('canary');
  expect(theirs.topics()).toEqual([]);
  for (const each of [mine, theirs]) each.leave();
});

test('what changes right after the answer has begun is not lost, also for a second stream', async () => {
  const { token, userId } = await api.user('UNLIMITED');
  const first = await open(token);
  await seedCronJobs(api.database.db, 1, { userId });
  await api.call(token, 'POST', '/api/jobs', DRAFT);
  const second = await open(token);
  await api.call(token, 'POST', '/api/jobs', DRAFT);
  await Promise.all([first.told('jobs'), second.told('jobs')]);
  for (const each of [first, second]) each.leave();
});

test('a key has five streams, and places that are left are free', async () => {
  const { token } = await api.user('UNLIMITED');
  const streams = await Promise.all(Array.from({ length: 5 }, () => open(token)));
  const refused = await api.call(token, 'GET', '/api/events');
  expect([refused.status, refused.headers.get('retry-after'), refused.body.error?.code]).toEqual([
    429,
    '5',
    'rate_limited',
  ]);
  streams[0]?.leave();
  streams.shift();
  // As many as are free, were any of these to keep its place.
  for (let n = 0; n < 6; n++) await waitFor('a HEAD is answered', async () => (await head(token)) === 200);
  const another = await waitFor('there is a place', async () => {
    const stream = await open(token);
    return stream.response.status === 200 && stream;
  });
  for (const each of [...streams, another]) each.leave();
});

test('a stream ends when its key is revoked', async () => {
  const { token, userId } = await api.user('UNLIMITED');
  const stream = await open(await api.token(userId, ['read:logs']));
  const other = await open(token);
  await api.database.pool.query(
    `UPDATE api_keys SET enabled = false WHERE user_id = $1 AND scopes = ARRAY['read:logs']`,
    [userId],
  );
  await stream.ended();
  expect(other.response.status).toBe(200);
  other.leave();
});

test('streams end when the process is about to stop, and none is opened any more', async () => {
  const beside = await startApi(undefined, null, { databaseUrl: api.databaseUrl });
  const { token } = await api.user('UNLIMITED');
  const stream = await open(token, beside.url);
  beside.stopping.abort();
  await stream.ended();
  const late = await open(token, beside.url);
  await late.ended();
  expect(late.text()).toBe('event: hello\ndata: {}\n\n');
  await beside.close();
});

test('a room that is full lets nobody in, and one that nobody is in asks nothing', async () => {
  const { userId } = await api.user('UNLIMITED');
  const errors: Error[] = [];
  const room = createChangeRoom({ db: api.database.db, onError: (error) => errors.push(error), max: 2 });
  const join = (keyId: string) => room.join({ userId, keyId });
  const [a, b] = [await join('a'), await join('b')];
  expect([a.kind, b.kind, (await join('c')).kind, room.size]).toEqual(['joined', 'joined', 'too_many', 2]);
  if (a.kind === 'joined') a.subscription.leave();
  if (b.kind === 'joined') b.subscription.leave();
  expect([room.size, (await join('c')).kind]).toEqual([0, 'joined']);
  await room.close();
  expect(errors).toEqual([]);
});
