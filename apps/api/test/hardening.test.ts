import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError, parseEnv } from '@carillon/core/config/parse-env';
import { TEST_ENCRYPTION_KEY } from '@carillon/testkit/encryption-key';
import { apiConfig } from '../src/config.js';
import { routes } from '../src/routes/index.js';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

/** What strangers may send that no client of ours would. */

const HALF_OPEN = 300;

let api: TestApi;
let token: string;
let slow: Socket[];
let slowSinceMs: number;
beforeAll(async () => {
  api = await startApi(() => ({ echo: true }));
  ({ token } = await api.user('UNLIMITED'));
  // They are looked at last: their time passes while everything else is tested beside them.
  slow = await Promise.all(Array.from({ length: HALF_OPEN }, openSlow));
  slowSinceMs = performance.now();
}, 60_000);
afterAll(() => api.close());

const port = () => Number(new URL(api.url).port);

/** A sender of headers that never ends them. */
async function openSlow(): Promise<Socket> {
  const socket = connect(port(), '127.0.0.1');
  // What the server says is read, or the socket would never notice that it was closed.
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  return socket;
}

/** Sends bytes as they are, and reads until the server closes or has kept silent for a while. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(port(), '127.0.0.1');
  let received = '';
  socket.on('error', () => undefined).on('data', (chunk) => (received += chunk.toString('latin1')));
  socket.setTimeout(1_500, () => socket.destroy());
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return received;
}
const answersIn = (received: string) => [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) => Number(found[1]));

/** A second request that is only there when the first one is read as its sender did not mean it. */
const SMUGGLED = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (headers: string, body: string) => `POST /api/jobs HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;

describe('requests whose end is not certain', () => {
  test.each([
    ['two lengths', post('Content-Length: 4\r\nContent-Length: 5', '{"a"')],
    ['a length beside chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SMUGGLED}`)],
    ['chunks beside a length', post('Transfer-Encoding: chunked\r\nContent-Length: 4', `0\r\n\r\n${SMUGGLED}`)],
    ['a length with a sign', post('Content-Length: +4', `{}{}${SMUGGLED}`)],
    ['a length in hexadecimal', post('Content-Length: 0x4', `{}{}${SMUGGLED}`)],
    ['a list of lengths', post('Content-Length: 4, 4', `{}{}${SMUGGLED}`)],
    ['an unknown transfer coding', post('Transfer-Encoding: xchunked', `0\r\n\r\n${SMUGGLED}`)],
    ['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${SMUGGLED}`)],
    ['a space before the colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${SMUGGLED}`)],
    ['a folded header', post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${SMUGGLED}`)],
    ['a chunk of a size that is none', post('Transfer-Encoding: chunked', `zz\r\n{}\r\n0\r\n\r\n${SMUGGLED}`)],
    ['line feeds alone', `GET /health HTTP/1.1\nHost: x\nX-A: b\n\n${SMUGGLED}`],
    ['a NUL in a header', `GET /health HTTP/1.1\r\nHost: x\r\nX-A: b\u0000c\r\n\r\n${SMUGGLED}`],
    ['a version of their own', `GET /health HTTP/9.9\r\nHost: x\r\n\r\n${SMUGGLED}`],
    ['no version', `GET /health\r\n\r\n${SMUGGLED}`],
    ['no host', `GET /health HTTP/1.1\r\n\r\n${SMUGGLED}`],
    ['more than 16 kB of headers', `GET /health HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n${SMUGGLED}`],
  ])('%s: refused, and what follows is not read', async (_title, bytes) => {
    const statuses = answersIn(await sendRaw(bytes));
    expect(statuses.length).toBeLessThanOrEqual(1);
    for (const status of statuses) expect([400, 431]).toContain(status);
  });
});

describe('methods', () => {
  test.each(['/health', '/api/jobs', '/echo', '/nowhere'])('TRACE %s repeats nothing', async (path) => {
    const received = await sendRaw(
      `TRACE ${path} HTTP/1.1\r\nHost: x\r\nX-Planted: canary\r\nConnection: close\r\n\r\n`,
    );
    expect([404, 405]).toContain(answersIn(received)[0]);
    expect(received).not.toContain('canary');
  });

  test('CONNECT opens no tunnel', async () => {
    const received = await sendRaw('CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: 127.0.0.1:5432\r\n\r\n');
    expect(answersIn(received).filter((status) => status < 400)).toEqual([]);
  });

  test('an upgrade is not followed', async () => {
    const headers = 'Host: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x';
    expect(answersIn(await sendRaw(`GET /health HTTP/1.1\r\n${headers}\r\n\r\n`))).toEqual([200]);
  });

  test.each(['x-http-method-override', 'x-method-override', 'x-http-method'])('%s changes none', async (name) => {
    const { body } = await api.call(token, 'POST', '/api/jobs', DRAFT);
    const path = `/api/jobs/${String(body.data['id'])}`;
    expect((await api.call(token, 'GET', path, undefined, { [name]: 'DELETE' })).status).toBe(200);
    expect((await api.call(token, 'POST', `${path}?_method=DELETE`, {})).status).toBe(405);
    expect((await api.call(token, 'GET', path)).status).toBe(200);
  });
});

test('a token in the query opens nothing', async () => {
  for (const name of ['api_key', 'apiKey', 'token', 'access_token']) {
    expect((await request(`${api.url}/api/jobs?${name}=${token}`, {})).status).toBe(401);
  }
});

describe('other origins', () => {
  const own = () => api.url;
  const ORIGINS = [
    () => 'https://evil.example',
    () => 'null',
    own,
    () => `${own()}.evil.example`,
    () => 'http://localhost',
    () => 'https://carillon.example',
    () => 'file://',
    () => '*',
  ];
  test.each(ORIGINS.map((origin, i) => [i, origin] as const))('number %i is granted nothing', async (_i, origin) => {
    const preflight = { origin: origin(), 'access-control-request-method': 'POST' };
    const answers = [
      await request(`${api.url}/api/jobs`, { method: 'OPTIONS', headers: preflight }),
      await api.call(token, 'GET', '/api/jobs', undefined, { origin: origin() }),
      await request(`${api.url}/openapi.json`, { headers: { origin: origin() } }),
    ];
    for (const { headers } of answers) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
    expect(answers[0]?.status).toBe(405);
  });
});

describe('keys that reach for the prototype', () => {
  const writing = routes.filter(({ spec }) => spec.body !== undefined);
  test.each(writing.map(({ spec }) => [spec.method.toUpperCase(), spec.path]))('%s %s: 400', async (method, path) => {
    const at = path.replaceAll(/\{\w+\}/g, '019a52a5-f6c0-7000-8000-000000000000');
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    for (const body of ['{"__proto__":{"admin":true}}', '{"a":[{"constructor":{"prototype":{"admin":true}}}]}']) {
      const answer = await request(api.url + at, { method, headers, body });
      expect(answer.status).toBe(400);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('TRUST_PROXY', () => {
  const parse = (TRUST_PROXY: string) =>
    parseEnv(apiConfig, {
      DATABASE_URL: 'postgres://localhost/carillon',
      ENCRYPTION_KEY: TEST_ENCRYPTION_KEY,
      TRUST_PROXY,
    }).TRUST_PROXY;

  test.each<[string, unknown]>([
    ['', false],
    ['false', false],
    ['0', 0],
    ['2', 2],
    ['loopback', ['loopback']],
    ['10.0.0.0/8, 192.168.7.1 ,uniquelocal', ['10.0.0.0/8', '192.168.7.1', 'uniquelocal']],
    ['fd00::/8', ['fd00::/8']],
  ])('"%s" is understood', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test.each([
    'true',
    'yes',
    '*',
    '-1',
    '1.5',
    '33',
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0',
    ',',
    '0.0.0.0/0',
    '::/0',
  ])('"%s" is refused', (text) => {
    expect(() => parse(text)).toThrow(ConfigError);
    expect(() => parse(text)).toThrow('TRUST_PROXY');
  });

  test('without it nobody chooses the address he is counted by', async () => {
    const strict = await startApi(() => ({ failedLoginsPerMinute: 2 }));
    const statuses = [];
    for (let i = 0; i < 4; i++) {
      const headers = { 'x-forwarded-for': `198.51.100.${i}`, forwarded: `for=198.51.100.${i}` };
      statuses.push((await strict.call('car_x', 'GET', '/api/jobs', undefined, headers)).status);
    }
    expect(statuses).toEqual([401, 401, 429, 429]);
    await strict.close();
  });
});

test('ten faults of ours say nothing of what is inside', async () => {
  const broken = await startApi();
  const user = await broken.user('UNLIMITED');
  for (const table of ['cron_jobs', 'runs', 'worker_jobs', 'incidents', 'usage_months', 'plans']) {
    await broken.database.pool.query(`ALTER TABLE ${table} RENAME TO hidden_${table}`);
  }
  const id = '019a52a5-f6c0-7000-8000-000000000000';
  const calls: [method: string, path: string, body?: unknown][] = [
    ['GET', '/api/jobs'],
    ['POST', '/api/jobs', DRAFT],
    ['POST', '/api/jobs/batch', [DRAFT]],
    ['GET', `/api/jobs/${id}`],
    ['DELETE', `/api/jobs/${id}`],
    ['GET', '/api/logs'],
    ['GET', '/api/usage'],
    ['POST', '/api/v1/jobs', { type: 'work' }],
    ['POST', '/api/v1/jobs/activate', { type: 'work', worker: 'w' }],
    ['GET', '/api/v1/incidents'],
  ];
  for (const [method, path, body] of calls) {
    const answer = await broken.call(user.token, method, path, body);
    expect([path, answer.status]).toEqual([path, 500]);
    expect(answer.text).not.toMatch(/select|insert|update |relation|cron_jobs|hidden|postgres|node_modules|\.[jt]s\b/i);
    expect(answer.text).not.toMatch(/\d+\.\d+\.\d+\.\d+|stack/i);
    expect(answer.text).toContain(answer.headers.get('x-request-id'));
  }
  await broken.close();
});

/** Last: see `beforeAll`. */
test(`${HALF_OPEN} senders that never end their headers keep nobody waiting, and are cut within 15 s`, async () => {
  const tookMs = [];
  for (let i = 0; i < 50; i++) {
    const startedMs = performance.now();
    expect((await request(`${api.url}/health`, {})).status).toBe(200);
    tookMs.push(performance.now() - startedMs);
  }
  await Promise.all(slow.map((socket) => (socket.closed ? Promise.resolve() : once(socket, 'close'))));
  expect(performance.now() - slowSinceMs).toBeLessThan(15_000);
  expect(tookMs.sort((a, b) => a - b)[40]).toBeLessThan(1_000);
});
