import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { startSink, type Sink, type SinkAnswer, type SinkRequest } from '@carillon/testkit/sink';
import { waitFor } from '@carillon/testkit/wait-for';
import { startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
let sink: Sink;
let answer: (request: SinkRequest) => SinkAnswer = () => ({});
beforeAll(async () => {
  api = await startApi();
  sink = await startSink({ answer: (request) => answer(request) });
}, 60_000);
afterAll(async () => {
  await api.close();
  await sink.close();
});
beforeEach(() => {
  sink.clear();
  answer = () => ({});
});

const draft = (more: object = {}) => ({ url: `${sink.url}/hook`, method: 'POST', ...more });
const call = (token: string, body: object) => api.call(token, 'POST', '/api/jobs/test', body);
const executions = async (token: string) => {
  const { body } = await api.call(token, 'GET', '/api/usage');
  return (body.data as unknown as { monthly: { executions: number } }).monthly.executions;
};
const fieldsOf = ({ error }: { error?: { details: { fields?: { field: string }[] } } }) =>
  error?.details.fields?.map(({ field }) => field);

describe('a test', () => {
  test('makes the call of the draft as a run would, marked as a test, and tells what came of it', async () => {
    const { token } = await api.user('FREE');
    answer = () => ({ status: 201, headers: { 'x-answer': 'yes' }, body: 'made' });
    const headers = { Authorization: 'Bearer abcdef123456', 'X-Carillon-Test': 'false' };
    const { status, body } = await call(token, draft({ headers, body: '{"a":1}' }));
    expect([status, body.data]).toEqual([
      200,
      {
        successful: true,
        status: 201,
        durationMs: expect.any(Number),
        ttfbMs: expect.any(Number),
        connection: { dnsMs: null, connectMs: expect.any(Number), tlsMs: null },
        headers: expect.objectContaining({ 'x-answer': 'yes' }),
        body: 'made',
        truncated: false,
        error: null,
      },
    ]);
    const [request] = sink.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook', body: '{"a":1}' });
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer abcdef123456',
      'content-type': 'application/json',
      'x-carillon-test': 'true',
      'carillon-attempt': '1',
      'carillon-job-id': '00000000-0000-0000-0000-000000000000',
      'idempotency-key': expect.stringMatching(/^log_/),
      traceparent: expect.any(String),
    });
  });

  test('costs one run of the month, stores nothing and is in the audit', async () => {
    const { token } = await api.user('FREE');
    await call(token, draft());
    expect(await executions(token)).toBe(1);
    expect((await api.call(token, 'GET', '/api/logs')).body.data).toEqual([]);
    expect((await api.call(token, 'GET', '/api/jobs')).body.data).toEqual([]);
    const [event] = (await api.call(token, 'GET', '/api/audit')).body.data as unknown as object[];
    expect(event).toMatchObject({ action: 'cron_job.tested', details: { url: sink.url, method: 'POST' } });
  });

  test('tells a secret that the target echoes by its mark alone', async () => {
    const { token } = await api.user('FREE');
    answer = ({ headers }) => ({ body: `you sent ${String(headers['x-api-key'])}` });
    const { text } = await call(token, draft({ headers: { 'X-Api-Key': 'canary-of-a-secret' } }));
    expect(text).not.toContain('canary');
    expect(text).toContain('you sent');
  });

  test('sends a job’s own values where the mask is, to whoever is called', async () => {
    const { token } = await api.user('FREE');
    const stranger = await api.user('FREE');
    const job = { ...draft({ headers: { 'X-Api-Key': 'canary-of-a-job' } }), name: 'a', schedule: '0 9 * * *' };
    const jobId = String((await api.call(token, 'POST', '/api/jobs', job)).body.data['id']);
    const masked = draft({ headers: { 'x-api-key': '********', 'X-Other': 'plain' }, jobId });
    expect((await call(token, masked)).body.data).toMatchObject({ successful: true });
    expect(sink.requests[0]?.headers).toMatchObject({
      'x-api-key': 'canary-of-a-job',
      'x-other': 'plain',
      'carillon-job-id': jobId,
    });
    expect((await call(stranger.token, masked)).status).toBe(404);
    const unknown = await call(token, draft({ headers: { 'X-Unknown': '********' }, jobId }));
    expect([unknown.status, fieldsOf(unknown.body)]).toEqual([400, ['headers.X-Unknown']]);
    expect(fieldsOf((await call(token, draft({ headers: { 'X-Api-Key': '********' } }))).body)).toEqual([
      'headers.X-Api-Key',
    ]);
    expect(await executions(token)).toBe(1);
  });

  test('is judged by the statuses of the draft, and follows as many redirects', async () => {
    const { token } = await api.user('FREE');
    answer = ({ path }) => (path === '/hook' ? { status: 302, headers: { location: '/there' } } : { status: 404 });
    const judged = async (more: object) => (await call(token, draft({ method: 'GET', ...more }))).body.data;
    expect(await judged({})).toMatchObject({ successful: false, status: 302 });
    expect(await judged({ followRedirects: 1, successStatus: [404] })).toMatchObject({ successful: true, status: 404 });
  });

  test('ends at its deadline', async () => {
    const { token } = await api.user('FREE');
    const gate = createGate();
    answer = () => ({ gate });
    const { body } = await call(token, draft({ timeoutMs: 100 }));
    expect(body.data).toMatchObject({ successful: false, status: 0, body: null, error: { code: 'timeout' } });
    gate.open();
  });
});

describe('a test is refused', () => {
  test('when the month is used up, as a run is', async () => {
    const { token, userId } = await api.user('FREE');
    await call(token, draft());
    await api.database.pool.query(
      `UPDATE usage_months SET executions = (SELECT monthly_runs FROM plans WHERE name = 'FREE') WHERE user_id = $1`,
      [userId],
    );
    const refused = await call(token, draft());
    expect([refused.status, refused.body.error]).toMatchObject([
      400,
      { code: 'plan_limit', details: { kind: 'monthly_runs' } },
    ]);
    expect(sink.requests).toHaveLength(1);
  });

  test.each([
    ['url', { url: 'http://10.0.0.1/' }],
    ['timeoutMs', { timeoutMs: 60_000 }],
    ['body', { method: 'GET', body: 'x' }],
    ['target', { target: { kind: 'workerJob', type: 'mail' } }],
    ['schedule', { schedule: '* * * * *' }],
    ['url', { url: undefined }],
  ])('for its %s', async (field, more) => {
    const { token } = await api.user('FREE');
    const { status, body } = await call(token, draft(more));
    expect([status, fieldsOf(body)]).toEqual([400, [field]]);
    expect([sink.requests.length, await executions(token)]).toEqual([0, 0]);
  });

  test('while another of the same user is under way, and while the process has five', async () => {
    const gate = createGate();
    answer = () => ({ gate });
    const users = await Promise.all(Array.from({ length: 6 }, () => api.user('FREE')));
    const [first, , , , , sixth] = users.map(({ token }) => token);
    const begun = users.slice(0, 5).map(({ token }) => call(token, draft()));
    await sink.received(5);
    const refusals = [await call(first ?? '', draft()), await call(sixth ?? '', draft())];
    for (const { status, headers } of refusals) expect([status, headers.get('retry-after')]).toEqual([429, '2']);
    expect(refusals.map(({ body }) => body.message)).toEqual([
      expect.stringContaining('別のテスト'),
      expect.stringContaining('多くのテスト'),
    ]);
    gate.open();
    expect((await Promise.all(begun)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await call(sixth ?? '', draft())).status).toBe(200);
  });
});

test('a test whose caller has gone is ended, and its place is free', async () => {
  const { token } = await api.user('FREE');
  answer = () => ({ gate: createGate() });
  const leaving = new AbortController();
  const gone = fetch(`${api.url}/api/jobs/test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(draft()),
    signal: leaving.signal,
  }).catch(() => 'left');
  await sink.received(1);
  leaving.abort();
  expect(await gone).toBe('left');
  await waitFor('the call is cut', () => sink.inFlight() === 0);
  answer = () => ({});
  expect(await waitFor('the place is free', async () => (await call(token, draft())).status === 200)).toBe(true);
});

test('a test under way ends when the process is about to stop', async () => {
  const other = await startApi(undefined, null, { databaseUrl: api.databaseUrl });
  const { token } = await api.user('FREE');
  answer = () => ({ gate: createGate() });
  const ending = other.call(token, 'POST', '/api/jobs/test', draft());
  await sink.received(1);
  other.stopping.abort();
  expect((await ending).body.data).toMatchObject({ successful: false, error: { code: 'test_stopped' } });
  await other.close();
});
