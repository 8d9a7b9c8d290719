import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

/** What a user may choose about the runs of a job: how it is sent, kept, shown and refused. */

let api: TestApi;
let userId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  ({ userId, token } = await api.user('UNLIMITED'));
}, 60_000);
afterAll(() => api.close());

const create = (fields: object, headers = {}) => api.call(token, 'POST', '/api/jobs', { ...DRAFT, ...fields }, headers);
const change = (id: string, fields: object) => api.call(token, 'PATCH', `/api/jobs/${id}`, fields);
const created = async (fields: object = {}) => String((await create(fields)).body.data['id']);
const faultsOf = (answer: Answer) => answer.body.error?.details.fields ?? [];
const storedPolicy = async (id: string): Promise<unknown> => {
  const { rows } = await api.database.pool.query<{ policy: unknown }>('SELECT policy FROM cron_jobs WHERE id = $1', [
    id,
  ]);
  return rows[0]?.policy;
};

const DEFAULTS = {
  retry: {
    maxAttempts: 1,
    backoff: 'exponential',
    delayMs: 1_000,
    maxDelayMs: 60_000,
    jitter: 0.2,
    onStatus: [408, 425, 429, '500-599'],
  },
  successStatus: ['200-299'],
  overlap: 'allow',
  missed: 'runOnce',
  missedWindowSeconds: null,
  delivery: 'atLeastOnce',
  jitterSeconds: 0,
  startAt: null,
  endAt: null,
  pausedUntil: null,
  autoDisableAfter: null,
  followRedirects: 0,
};

const CHOSEN = {
  retry: { ...DEFAULTS.retry, maxAttempts: 5, backoff: 'fixed', onStatus: ['500-504', 429] },
  successStatus: [204, '301-302'],
  overlap: 'skip',
  missed: 'runAll',
  missedWindowSeconds: 3_600,
  delivery: 'atLeastOnce',
  jitterSeconds: 300,
  startAt: '2031-01-01T00:00:00.000Z',
  endAt: '2032-01-01T00:00:00.000Z',
  pausedUntil: '2030-01-01T00:00:00.000Z',
  autoDisableAfter: 10,
  followRedirects: 5,
};

describe('a policy', () => {
  test('is the defaults when nothing is said, and then nothing is kept', async () => {
    const answer = await create({});
    expect(answer.body.data).toMatchObject({ ...DEFAULTS, hasWebhook: false });
    expect(await storedPolicy(String(answer.body.data['id']))).toBeNull();
    expect(await storedPolicy(await created(DEFAULTS))).toBeNull();
  });

  test('comes back as it was sent, in every answer', async () => {
    const answer = await create(CHOSEN);
    expect(answer.status).toBe(201);
    expect(answer.body.data).toMatchObject(CHOSEN);
    const read = await api.call(token, 'GET', `/api/jobs/${String(answer.body.data['id'])}`);
    expect(read.body.data).toEqual(answer.body.data);
    const batch = await api.call(token, 'POST', '/api/jobs/batch', [DRAFT, { ...DRAFT, ...CHOSEN }]);
    expect(batch.body.data['jobs']).toMatchObject([DEFAULTS, CHOSEN]);
  });

  test('takes instants with an offset and keeps them in UTC', async () => {
    const { body } = await create({ startAt: '2031-01-01T09:00:00+09:00' });
    expect(body.data).toMatchObject({ startAt: CHOSEN.startAt, nextRunAt: CHOSEN.startAt });
  });

  test('is a part of what an Idempotency-Key stands for; a default that is said out loud is not', async () => {
    const key = { 'idempotency-key': 'policy-1' };
    expect((await create({ overlap: 'skip' }, key)).status).toBe(201);
    expect((await create({ overlap: 'skip', missed: 'runOnce' }, key)).status).toBe(201);
    expect((await create({ overlap: 'queue' }, key)).status).toBe(409);
  });
});

describe('a change', () => {
  test('of retry is made field by field, and of nothing else', async () => {
    const id = await created(CHOSEN);
    const answer = await change(id, { retry: { delayMs: 2_000 }, missed: 'skip' });
    expect(answer.body.data).toMatchObject({
      ...CHOSEN,
      missed: 'skip',
      retry: { ...CHOSEN.retry, delayMs: 2_000 },
    });
  });

  test('to null comes back to the default, of a field, of a part of retry, of all of it', async () => {
    const id = await created(CHOSEN);
    const reset = await change(id, { overlap: null, endAt: null, retry: { maxAttempts: null } });
    const retry = { ...CHOSEN.retry, maxAttempts: 1 };
    expect(reset.body.data).toMatchObject({ ...CHOSEN, overlap: 'allow', endAt: null, retry });
    await change(id, { retry: null });
    expect(await storedPolicy(id)).not.toHaveProperty('retry');
    const everything = Object.fromEntries(Object.keys(DEFAULTS).map((field) => [field, null]));
    expect((await change(id, everything)).body.data).toMatchObject(DEFAULTS);
    expect(await storedPolicy(id)).toBeNull();
  });

  test('is told in the audit log field by field, as it was sent', async () => {
    const id = await created({ successStatus: [204] });
    await change(id, { successStatus: ['200-204'], overlap: 'queue', missed: 'runOnce' });
    const { rows } = await api.database.pool.query(
      `SELECT details FROM audit_events WHERE resource_id = $1 AND action = 'cron_job.updated'`,
      [id],
    );
    expect(rows).toEqual([
      {
        details: {
          name: DRAFT.name,
          fields: ['successStatus', 'overlap'],
          changes: {
            successStatus: { from: [204], to: ['200-204'] },
            overlap: { from: 'allow', to: 'queue' },
          },
        },
      },
    ]);
  });

  test('is held against what the job has already', async () => {
    const id = await created({ ...CHOSEN, schedule: '*/10 * * * *' });
    expect(faultsOf(await change(id, { endAt: '2030-06-01T00:00:00Z' }))).toMatchObject([{ field: 'endAt' }]);
    expect(faultsOf(await change(id, { schedule: '*/5 * * * *' }))).toMatchObject([{ field: 'jitterSeconds' }]);
    expect(faultsOf(await change(id, { delivery: 'atMostOnce' }))).toMatchObject([{ field: 'delivery' }]);
    expect((await change(id, { delivery: 'atMostOnce', retry: { maxAttempts: 1 } })).status).toBe(200);
  });
});

/** What is refused, and at which field. */
const REFUSED: [title: string, fields: object, field: string][] = [
  ['retry a number', { retry: 3 }, 'retry'],
  ['an unknown field of retry', { retry: { attempts: 3 } }, 'retry.attempts'],
  ['maxAttempts 0', { retry: { maxAttempts: 0 } }, 'retry.maxAttempts'],
  ['maxAttempts 21', { retry: { maxAttempts: 21 } }, 'retry.maxAttempts'],
  ['maxAttempts a fraction', { retry: { maxAttempts: 1.5 } }, 'retry.maxAttempts'],
  ['an unknown backoff', { retry: { backoff: 'linear' } }, 'retry.backoff'],
  ['delayMs 99', { retry: { delayMs: 99 } }, 'retry.delayMs'],
  ['delayMs of more than an hour', { retry: { delayMs: 3_600_001 } }, 'retry.delayMs'],
  ['maxDelayMs below delayMs', { retry: { delayMs: 5_000, maxDelayMs: 4_000 } }, 'retry.maxDelayMs'],
  ['a delay above the default of maxDelayMs', { retry: { delayMs: 60_001 } }, 'retry.maxDelayMs'],
  ['jitter 1.1', { retry: { jitter: 1.1 } }, 'retry.jitter'],
  ['jitter text', { retry: { jitter: '0.1' } }, 'retry.jitter'],
  ['onStatus a number', { retry: { onStatus: 500 } }, 'retry.onStatus'],
  ['onStatus with a word', { retry: { onStatus: [500, '5xx'] } }, 'retry.onStatus[1]'],
  ['no successStatus', { successStatus: [] }, 'successStatus'],
  ['51 statuses', { successStatus: Array.from({ length: 51 }, (_, i) => 200 + i) }, 'successStatus'],
  ['status 99', { successStatus: [99] }, 'successStatus[0]'],
  ['status 600', { successStatus: ['200-600'] }, 'successStatus[0]'],
  ['statuses backwards', { successStatus: ['299-200'] }, 'successStatus[0]'],
  ['a status a fraction', { successStatus: [200.5] }, 'successStatus[0]'],
  ['a status with a sign', { successStatus: ['+200-299'] }, 'successStatus[0]'],
  ['a status an object', { successStatus: [{ from: 200 }] }, 'successStatus[0]'],
  ['a status null', { successStatus: [null] }, 'successStatus[0]'],
  ['an unknown overlap', { overlap: 'cancel' }, 'overlap'],
  ['an unknown missed', { missed: 'all' }, 'missed'],
  ['missedWindowSeconds 59', { missedWindowSeconds: 59 }, 'missedWindowSeconds'],
  ['missedWindowSeconds of more than a year', { missedWindowSeconds: 31_536_001 }, 'missedWindowSeconds'],
  ['an unknown delivery', { delivery: 'exactlyOnce' }, 'delivery'],
  ['at most once, and again', { delivery: 'atMostOnce', retry: { maxAttempts: 2 } }, 'delivery'],
  ['negative jitterSeconds', { jitterSeconds: -1 }, 'jitterSeconds'],
  ['jitterSeconds of more than a day', { jitterSeconds: 86_401 }, 'jitterSeconds'],
  ['jitterSeconds as long as the interval', { schedule: '*/5 * * * *', jitterSeconds: 300 }, 'jitterSeconds'],
  ['startAt a date', { startAt: '2031-01-01' }, 'startAt'],
  ['startAt without an offset', { startAt: '2031-01-01T00:00:00' }, 'startAt'],
  ['startAt a number', { startAt: 1_900_000_000 }, 'startAt'],
  ['endAt at startAt', { startAt: CHOSEN.startAt, endAt: CHOSEN.startAt }, 'endAt'],
  ['pausedUntil a word', { pausedUntil: 'tomorrow' }, 'pausedUntil'],
  ['autoDisableAfter 0', { autoDisableAfter: 0 }, 'autoDisableAfter'],
  ['autoDisableAfter 1,001', { autoDisableAfter: 1_001 }, 'autoDisableAfter'],
  ['followRedirects 6', { followRedirects: 6 }, 'followRedirects'],
];

describe('refused with the field’s name in three languages', () => {
  test.each(REFUSED)('%s', async (_title, fields, field) => {
    const answers = await Promise.all(
      ['ja', 'en', 'ru'].map((language) => create(fields, { 'accept-language': language })),
    );
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400]);
    for (const answer of answers) expect(faultsOf(answer).map((fault) => fault.field)).toEqual([field]);
    expect(new Set(answers.map((answer) => faultsOf(answer)[0]?.message)).size).toBe(3);
  });

  test('jitter beyond what a number can hold', async () => {
    const body = JSON.stringify({ ...DRAFT, retry: { jitter: 0 } }).replace('"jitter":0', '"jitter":1e309');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${api.url}/api/jobs`, { method: 'POST', body, headers });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('retry.jitter');
  });

  test('jitterSeconds, with both figures', async () => {
    const answer = await create({ schedule: '*/5 * * * *', jitterSeconds: 400 }, { 'accept-language': 'en' });
    expect(faultsOf(answer)[0]?.message).toBe(
      "is 400 seconds and must be shorter than the schedule's shortest interval, 300 seconds",
    );
    expect((await create({ schedule: '0 9 * * 1', jitterSeconds: 86_400 })).status).toBe(201);
    expect((await create({ schedule: '0 9 * * *', jitterSeconds: 86_400 })).status).toBe(400);
  });
});

describe('a job that makes worker jobs', () => {
  const { name, schedule } = DRAFT;
  const target = { kind: 'workerJob', type: 'report' };
  const ofCalls = {
    retry: { maxAttempts: 2 },
    successStatus: ['200-299'],
    delivery: 'atMostOnce',
    followRedirects: 1,
  };

  test('has no policy of calls', async () => {
    const sent = { name, schedule, target };
    const answer = await api.call(token, 'POST', '/api/jobs', { ...sent, overlap: 'queue' });
    const nothing = { retry: null, successStatus: null, delivery: null, followRedirects: null };
    expect(answer.body.data).toMatchObject({ ...nothing, overlap: 'queue', jitterSeconds: 0 });
    for (const [field, value] of Object.entries(ofCalls)) {
      const refused = await api.call(token, 'POST', '/api/jobs', { ...sent, [field]: value });
      expect(faultsOf(refused)).toMatchObject([{ field }]);
      expect(faultsOf(await change(String(answer.body.data['id']), { [field]: value }))).toMatchObject([{ field }]);
    }
  });

  test('leaves one behind when it comes to be one', async () => {
    const id = await created(CHOSEN);
    const answer = await change(id, { target });
    expect(answer.body.data).toMatchObject({ retry: null, overlap: 'skip', jitterSeconds: 300 });
    const back = await change(id, { target: { kind: 'http' }, url: DRAFT.url, method: 'POST' });
    expect(back.body.data).toMatchObject({ retry: DEFAULTS.retry, successStatus: ['200-299'], overlap: 'skip' });
  });
});

test('a policy of another user is nobody else’s', async () => {
  const stranger = await api.user('FREE');
  const id = await created(CHOSEN);
  expect((await api.call(stranger.token, 'PATCH', `/api/jobs/${id}`, { overlap: 'allow' })).status).toBe(404);
  expect(stranger.userId).not.toBe(userId);
});
