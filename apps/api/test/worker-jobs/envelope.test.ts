import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request, startApi, type TestApi } from '../support/start-api.js';
import { clientOf, newClient, type Client } from './support.js';

/** Whatever goes wrong under `/api/v1`, it is told in that surface's envelope, in English. */

let api: TestApi;
let client: Client;
beforeAll(async () => {
  api = await startApi();
  client = await newClient(api);
}, 60_000);
afterAll(() => api.close());

const send = async (path: string, init: RequestInit & { headers?: Record<string, string> }) => {
  const headers = { 'X-API-Key': client.token, 'Accept-Language': 'ja', ...init.headers };
  const { status, body, headers: answered } = await request(api.url + path, { ...init, headers });
  return { status, body: body as unknown as Record<string, unknown>, id: answered.get('x-request-id') };
};
const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json) => ({ method: 'POST', body, headers });

test.each<[string, string, RequestInit & { headers?: Record<string, string> }, number, string]>([
  ['an unknown path', '/api/v1/nothing', {}, 404, 'ROUTE_NOT_FOUND'],
  ['the root', '/api/v1', {}, 404, 'ROUTE_NOT_FOUND'],
  ['a broken escape', '/api/v1/jobs/%E0%A4%A', {}, 404, 'ROUTE_NOT_FOUND'],
  ['another method', '/api/v1/jobs', { method: 'PATCH' }, 405, 'METHOD_NOT_ALLOWED'],
  ['no key', '/api/v1/jobs', { headers: { 'X-API-Key': '' } }, 401, 'UNAUTHORIZED'],
  ['no body', '/api/v1/jobs', { method: 'POST' }, 400, 'VALIDATION_ERROR'],
  ['no JSON', '/api/v1/jobs', post('{'), 400, 'VALIDATION_ERROR'],
  ['too deep', '/api/v1/jobs', post('['.repeat(50_000)), 400, 'VALIDATION_ERROR'],
  ['no JSON by its type', '/api/v1/jobs', post('{}', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['too large', '/api/v1/jobs', post(`"${'x'.repeat(2_000_001)}"`), 413, 'PAYLOAD_TOO_LARGE'],
  ['a field twice', '/api/v1/jobs', post('{"type":"a","type":"b","variables":{}}'), 400, 'VALIDATION_ERROR'],
])('%s', async (_title, path, init, status, code) => {
  const answer = await send(path, init);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({
    success: false,
    error: { code, message: expect.stringMatching(/^[\x20-\x7e]+$/), details: expect.any(Object) },
    request_id: answer.id,
  });
});

test('a missing permission is told with what there is', async () => {
  const token = await api.token(client.userId, ['read:jobs', 'incident']);
  const { status, error } = await clientOf(api, client.userId, token).call('GET', '/jobs');
  expect([status, error.code]).toEqual([403, 'FORBIDDEN']);
  expect(error.details).toEqual({ required_permission: 'job', provided_permissions: ['read:jobs', 'incident'] });
});

test('the caller’s own request id is repeated', async () => {
  const { requestId, headers } = await client.call('GET', '/jobs', undefined, { 'x-request-id': 'mine-1' });
  expect([requestId, headers.get('x-request-id')]).toEqual(['mine-1', 'mine-1']);
});

test('the spelling Bearer is equal to X-API-Key', async () => {
  const byKey = await request(`${api.url}/api/v1/jobs`, { headers: { 'X-API-Key': client.token } });
  expect([byKey.status, (await client.call('GET', '/jobs')).status]).toEqual([200, 200]);
});
