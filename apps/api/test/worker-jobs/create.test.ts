import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request, startApi, type TestApi } from '../support/start-api.js';
import { INSTANT, JOB_KEY, newClient, type Client } from './support.js';

/** The contract's creation of worker jobs: requests and answers of its page, and the additions. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

/** As `curl` sends it: the key in X-API-Key, and no Accept-Language. */
async function curl(body: string) {
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': client.token };
  return request(`${api.url}/api/v1/jobs`, { method: 'POST', headers, body });
}

const count = async () => {
  const { rows } = await api.database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM worker_jobs');
  return rows[0]?.n ?? 0;
};

test('the simple example', async () => {
  const { status, body, headers, text } = await curl(`{
    "type": "email-sender",
    "variables": {
      "recipient": "user@example.com",
      "subject": "Welcome",
      "body": "Welcome to our service!"
    }
  }`);
  expect(status).toBe(201);
  const { data } = body;
  expect(data).toMatchObject({
    job_key: expect.stringMatching(JOB_KEY),
    type: 'email-sender',
    status: 'CREATED',
    created_at: expect.stringMatching(INSTANT),
    retries: 3,
    timeout_ms: 120_000,
    variables: { recipient: 'user@example.com', subject: 'Welcome', body: 'Welcome to our service!' },
    custom_headers: {},
    tenant_id: 'default',
    manual_job: true,
    available_for_activation: true,
  });
  expect(Date.parse(String(data['deadline'])) - Date.parse(String(data['created_at']))).toBe(120_000);
  expect(Object.keys(body)).toEqual(['success', 'data', 'request_id']);
  expect(text).toContain(`"request_id":"${headers.get('x-request-id')}"`);
  expect(headers.get('x-request-id')).toMatch(/^req_/);
});

test('the example with settings', async () => {
  const { status, body } = await curl(`{
    "type": "data-processor",
    "variables": {
      "inputFile": "/data/input.csv",
      "outputFormat": "json"
    },
    "retries": 5,
    "timeout": "PT10M",
    "custom_headers": {
      "priority": "high",
      "department": "analytics"
    }
  }`);
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    type: 'data-processor',
    retries: 5,
    timeout_ms: 600_000,
    custom_headers: { priority: 'high', department: 'analytics' },
    variables: { inputFile: '/data/input.csv', outputFormat: 'json' },
  });
});

test('variables come back as they were sent, in their order', async () => {
  const variables = { b: [1, { z: null, a: -0.5 }], a: { '': '日本', x: [[], {}] }, n: 1e21 };
  const key = await client.create('shapes', { variables });
  const [job] = await client.activate('shapes');
  expect(job?.key).toBe(key);
  expect(JSON.stringify(job?.variables)).toBe(JSON.stringify(variables));
});

test('a later start', async () => {
  const run_at = new Date(Date.now() + 3_600_000).toISOString();
  const { data } = await client.call('POST', '/jobs', { type: 'later', variables: {}, run_at });
  expect(data).toMatchObject({ run_at, available_for_activation: false });
  expect(await client.activate('later')).toEqual([]);
});

test('what is wrong is named, in English, and nothing is made', async () => {
  const before = await count();
  const body = {
    variables: [],
    retries: 0,
    timeout: '2 minutes',
    priority: 101,
    tenant_id: '',
    run_at: 'soon',
    state: 'ACTIVE',
  };
  const answer = await client.call('POST', '/jobs', body, { 'Accept-Language': 'ja' });
  expect(answer.status).toBe(400);
  expect(answer.success).toBe(false);
  expect(answer.error.code).toBe('VALIDATION_ERROR');
  expect(answer.error.details['field_errors']).toEqual({
    type: 'is required',
    variables: 'must be an object, not an array',
    retries: 'must be at least 1',
    timeout: expect.stringContaining('ISO 8601 duration'),
    priority: 'must be at most 100',
    tenant_id: expect.stringContaining('1 to 100 letters'),
    run_at: expect.stringContaining('ISO 8601'),
    state: 'is not a known field',
  });
  expect(answer.requestId).toBe(answer.headers.get('x-request-id'));
  expect(await count()).toBe(before);
});

test.each([
  ['a type with a space', { type: 'a b' }, 'type'],
  ['a type of 101 characters', { type: 'a'.repeat(101) }, 'type'],
  ['an empty type', { type: '' }, 'type'],
  ['no variables', { variables: undefined }, 'variables'],
  ['variables null', { variables: null }, 'variables'],
  ['variables of more than 256 kB', { variables: { text: 'x'.repeat(262_140) } }, 'variables'],
  ['variables nested 33 deep', { variables: nested(33) }, 'variables'],
  [
    'a forbidden key',
    { variables: JSON.parse('{"a":{"__proto__":{"admin":true}}}') as object },
    'variables.a.__proto__',
  ],
  ['NUL in variables', { variables: { a: '\u0000' } }, 'variables.a'],
  ['custom headers as text', { custom_headers: 'x' }, 'custom_headers'],
  ['retries 1,001', { retries: 1_001 }, 'retries'],
  ['retries 1.5', { retries: 1.5 }, 'retries'],
  ['a duration of years', { timeout: 'P1Y' }, 'timeout'],
  ['a duration of nothing', { timeout: 'PT0S' }, 'timeout'],
  ['a duration as a number', { timeout: 120_000 }, 'timeout'],
])('%s', async (_title, fields, field) => {
  const answer = await client.call('POST', '/jobs', { type: 'x', variables: {}, ...fields });
  expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(Object.keys(answer.error.details['field_errors'] as object)).toEqual([field]);
});

function nested(depth: number): object {
  return depth === 1 ? {} : { a: nested(depth - 1) };
}

test('variables may be 32 deep and 256 kB large', async () => {
  expect((await client.call('POST', '/jobs', { type: 'deep', variables: nested(32) })).status).toBe(201);
  const text = 'x'.repeat(262_144 - '{"text":""}'.length);
  expect((await client.call('POST', '/jobs', { type: 'large', variables: { text } })).status).toBe(201);
});

describe('an Idempotency-Key', () => {
  const send = (body: object, key: string) => client.call('POST', '/jobs', body, { 'Idempotency-Key': key });
  const body = { type: 'once', variables: { n: 1 } };

  test('makes one job of many requests, also at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, 'k-1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ data }) => data['job_key'])).size).toBe(1);
    expect(answers[9]?.data).toMatchObject({ type: 'once', status: 'CREATED', variables: { n: 1 } });
  });

  test('with another body is a conflict', async () => {
    await send(body, 'k-2');
    const answer = await send({ ...body, variables: { n: 2 } }, 'k-2');
    expect([answer.status, answer.error.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  test('is the user’s own, and apart from those of cron jobs', async () => {
    const other = await newClient(api);
    const mine = (await send(body, 'k-3')).data['job_key'];
    const theirs = (await other.call('POST', '/jobs', body, { 'Idempotency-Key': 'k-3' })).data['job_key'];
    expect(theirs).not.toBe(mine);
    const draft = { name: 'n', url: 'https://a.example/', method: 'POST', schedule: '0 9 * * *' };
    const cron = await api.call(client.token, 'POST', '/api/jobs', draft, { 'Idempotency-Key': 'k-3' });
    expect(cron.status).toBe(201);
    const alike = await api.call(client.token, 'POST', '/api/jobs', draft, { 'Idempotency-Key': 'worker_job:k-3' });
    expect(alike.status).toBe(201);
  });
});

describe('a batch', () => {
  test('makes all', async () => {
    const drafts = Array.from({ length: 1_000 }, (_, n) => ({ type: 'many', variables: { n } }));
    const { status, data } = await client.call('POST', '/jobs/batch', drafts);
    expect(status).toBe(201);
    expect(data['count']).toBe(1_000);
    const jobs = data['jobs'] as { job_key: string; variables: { n: number } }[];
    expect(jobs.map((job) => job.variables.n)).toEqual(drafts.map((draft) => draft.variables.n));
    expect(new Set(jobs.map((job) => job.job_key)).size).toBe(1_000);
    expect((await client.activate('many', { max_jobs: 3 })).map((job) => job.variables['n'])).toEqual([0, 1, 2]);
  });

  test('or none, and names the item', async () => {
    const before = await count();
    const drafts = [{ type: 'a', variables: {} }, { type: 'b' }, { type: 'c', variables: {}, retries: -1 }];
    const { status, error } = await client.call('POST', '/jobs/batch', drafts);
    expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(Object.keys(error.details['field_errors'] as object)).toEqual(['[1].variables', '[2].retries']);
    expect(await count()).toBe(before);
  });

  test.each([
    ['nothing', []],
    ['1,001 items', Array.from({ length: 1_001 }, () => ({ type: 'a', variables: {} }))],
    ['an object', { type: 'a', variables: {} }],
  ])('of %s is refused', async (_title, drafts) => {
    const { status, error } = await client.call('POST', '/jobs/batch', drafts);
    expect([status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
  });
});
