import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@carillon/core/db/client';
import { openProbe, type DatabaseProbe } from '@carillon/core/db/probe';
import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { TEST_ENCRYPTION_KEY } from '@carillon/testkit/encryption-key';
import { apiConfig } from '../src/config.js';
import { PROBE_LIMIT_MS } from '../src/http/within.js';
import { listen, ListenError } from '../src/server.js';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi(() => ({ echo: true }));
}, 60_000);
afterAll(() => api.close());

describe('probes', () => {
  test('alive and ready', async () => {
    expect(await request(`${api.url}/health`, {})).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await request(`${api.url}/ready`, {})).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('a queue that hangs is named within its second, and keeps nobody from the API', async () => {
    const hanging = await startApi((deps) => ({ queue: { ...deps.queue, ping: () => new Promise(() => undefined) } }));
    expect(await request(`${hanging.url}/ready`, {})).toMatchObject({ status: 200, body: { missing: ['queue'] } });
    expect(await request(`${hanging.url}/health`, {})).toMatchObject({ status: 200 });
    await hanging.close();
  });

  test('a process that is stopping is not ready', async () => {
    const stopping = await startApi();
    stopping.stopping.abort();
    const answer = await request(`${stopping.url}/ready`, {});
    expect(answer).toMatchObject({ status: 503, body: { missing: ['process'] } });
    expect(answer.headers.get('connection')).toBe('close');
    await stopping.close();
  });
});

describe('without Postgres', () => {
  let away: Database;
  let probe: DatabaseProbe;
  let alone: TestApi;
  beforeAll(async () => {
    // A port nobody listens on: taken from the system and given back.
    const held = createServer();
    await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve));
    const { port } = held.address() as AddressInfo;
    await new Promise((resolve) => held.close(resolve));
    const url = `postgres://nobody@127.0.0.1:${port}/none`;
    away = openDatabase({ url });
    probe = openProbe({ url, limitMs: PROBE_LIMIT_MS });
    alone = await startApi(() => ({ db: away.db, probe }));
  }, 60_000);
  afterAll(async () => {
    await alone.close();
    await away.close();
    await probe.close();
  });

  test('answers are 503, soon and retryable', async () => {
    const startedMs = performance.now();
    const answer = await alone.call(`car_${'A'.repeat(43)}`, 'POST', '/api/jobs', DRAFT);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|select/i);
    expect(await request(`${alone.url}/ready`, {})).toMatchObject({ status: 503, body: { missing: ['postgres'] } });
    expect((await request(`${alone.url}/health`, {})).status).toBe(200);
  });
});

test('a fault of ours says nothing but the id under which it is logged', async () => {
  const logged: unknown[] = [];
  const faulty = await startApi((deps) => ({
    manualRuns: { request: () => Promise.reject(new Error('SECRET at 10.0.0.1')), wait: () => Promise.resolve(true) },
    logger: Object.assign(Object.create(deps.logger) as typeof deps.logger, {
      error: (...args: unknown[]) => logged.push(args),
    }),
  }));
  const { token } = await faulty.user('FREE');
  const id = String((await faulty.call(token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
  const answer = await faulty.call(token, 'POST', `/api/jobs/${id}/execute`, undefined, { 'x-request-id': 'my-id.1' });
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([500, 'my-id.1']);
  expect(answer.body.error).toEqual({ code: 'internal', details: { requestId: 'my-id.1' } });
  expect(answer.text).not.toMatch(/SECRET|10\.0\.0\.1|\.ts/);
  expect(logged).toMatchObject([[{ requestId: 'my-id.1' }, 'internal']]);
  await faulty.close();
});

test('a request id that does not fit a header is replaced', async () => {
  const answer = await request(`${api.url}/health`, { headers: { 'x-request-id': '<script>' } });
  expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
});

test('security headers are set and the server does not say what it is', async () => {
  const { headers } = await request(`${api.url}/health`, {});
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('metrics count requests by route template', async () => {
  const { token } = await api.user('FREE');
  await api.call(token, 'GET', '/api/jobs/019a52a5-f6c0-7000-8000-000000000000');
  await request(`${api.url}/nowhere`, {});
  const { text } = await request(`${api.url}/metrics`, {});
  expect(text).toMatch(
    /carillon_http_request_duration_seconds_count\{[^}]*route="\/api\/jobs\/\{jobId\}"[^}]*status="404"/,
  );
  expect(text).toContain('route="unmatched"');
  expect(text).not.toContain('019a52a5');
});

test('the echo repeats a request without its credentials', async () => {
  const init = { method: 'PUT', body: 'hello', headers: { authorization: 'Bearer x', 'x-foo': 'bar' } };
  const { body, text } = await request(`${api.url}/echo`, init);
  expect(body).toMatchObject({ method: 'PUT', body: 'hello', headers: { 'x-foo': 'bar' } });
  expect(text).not.toContain('Bearer');
  expect((await request(`${api.url}/echo`, { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
});

test('the OpenAPI document is served', async () => {
  const { status, body } = await request(`${api.url}/openapi.json`, {});
  expect([status, body]).toMatchObject([200, { openapi: '3.1.0' }]);
});

test('a port that is taken is told in a sentence', async () => {
  const { port } = new URL(api.url);
  const again = listen(() => undefined, { host: '127.0.0.1', port: Number(port) });
  await expect(again).rejects.toThrow(
    new ListenError(`Port ${port} is in use: stop what uses it, or set PORT to another one.`),
  );
});

describe('configuration', () => {
  const DATABASE_URL = 'postgres://localhost/carillon';
  const needed = { DATABASE_URL, ENCRYPTION_KEY: TEST_ENCRYPTION_KEY };

  test('has defaults for all but the database and the key', () => {
    expect(parseEnv(apiConfig, needed)).toMatchObject({
      PORT: 27_555,
      EXECUTE_WAIT_MS: 30_000,
      TRUST_PROXY: false,
    });
  });

  test.each([
    ['DATABASE_URL', { ENCRYPTION_KEY: TEST_ENCRYPTION_KEY }],
    ['ENCRYPTION_KEY', { DATABASE_URL }],
    ['OPERATOR_USER', { ...needed, OPERATOR_USER: 'operator' }],
    ['OPERATOR_PASSWORD', { ...needed, OPERATOR_USER: 'operator', OPERATOR_PASSWORD: 'short' }],
    ['QUOTA_TIMEZONE', { ...needed, QUOTA_TIMEZONE: 'Mars/Base' }],
    ['PORT', { ...needed, PORT: '99999' }],
  ])('names %s', (name, env) => {
    expect(() => parseEnv(apiConfig, env)).toThrow(ConfigError);
    expect(() => parseEnv(apiConfig, env)).toThrow(name);
  });

  test.each([
    ['2', 2],
    ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
  ])('TRUST_PROXY=%s', (TRUST_PROXY, expected) => {
    expect(parseEnv(apiConfig, { ...needed, TRUST_PROXY }).TRUST_PROXY).toEqual(expected);
  });
});
