import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { request, startApi, type TestApi } from './support/start-api.js';

const OPERATOR = { user: 'operator', password: 'correct horse' };

let api: TestApi;
let off: TestApi;
beforeAll(async () => {
  api = await startApi(() => ({ operator: OPERATOR, trustProxy: 1 }));
  off = await startApi();
}, 60_000);
afterAll(async () => {
  await api.close();
  await off.close();
});

const logIn = (form: Record<string, string>, address: string, headers: Record<string, string> = {}) =>
  request(`${api.url}/admin/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-forwarded-for': address, ...headers },
    body: new URLSearchParams(form),
  });
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
const open = (path: string, cookie: string) => request(api.url + path, { headers: { cookie } });

test('without an operator it says how to switch it on', async () => {
  for (const path of ['/admin/queues', '/admin/queues/api/queues', '/admin/login']) {
    const answer = await request(off.url + path, { headers: { 'accept-language': 'en' } });
    expect(answer.status).toBe(404);
    expect(answer.body.message).toContain('OPERATOR_PASSWORD');
  }
});

describe('signed out', () => {
  test.each(['/admin/queues', '/admin/queues/', '/admin/queues/api/queues', '/admin/queues/static/js/main.js'])(
    '%s shows the login',
    async (path) => {
      const answer = await open(path, '');
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('<form method="post" action="/admin/login">');
    },
  );

  test('a forged cookie opens nothing', async () => {
    const session = Buffer.from(JSON.stringify({ until: 1e15 })).toString('base64');
    expect((await open('/admin/queues', `carillon_dashboard=${session}; carillon_dashboard.sig=x`)).status).toBe(401);
  });

  test('an API token opens nothing', async () => {
    const { token } = await api.user('FREE');
    expect((await api.call(token, 'GET', '/admin/queues')).status).toBe(401);
  });
});

describe.each(queueBackends)('the board over $name', ({ redisUrl }) => {
  test('opens at sign-in and shows the queues until signing out', async () => {
    const other = await startApi(() => ({ operator: OPERATOR }), redisUrl);
    const visit = (path: string, cookie: string, method = 'GET') =>
      request(other.url + path, { method, redirect: 'manual', headers: { cookie } });
    const answer = await request(`${other.url}/admin/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(OPERATOR),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/queues']);
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; samesite=strict.*; httponly/i);
    const cookie = cookieOf(answer.headers);
    const board = await visit('/admin/queues', cookie);
    expect(board.status).toBe(200);
    expect(board.text).toContain('<base href="/admin/queues/"');
    expect(board.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect((await visit('/admin/queues/api/queues', cookie)).text).toContain('manual-runs');
    const script = /static\/js\/main\.[0-9a-f]+\.js/.exec(board.text)?.[0] ?? '';
    expect((await visit(`/admin/queues/${script}`, cookie)).status).toBe(200);
    const out = await visit('/admin/logout', cookie, 'POST');
    expect((await visit('/admin/queues', cookieOf(out.headers))).status).toBe(401);
    await other.close();
  });
});

describe('signing in', () => {
  test.each([
    { user: 'operator', password: 'wrong' },
    { user: 'Operator', password: 'correct horse' },
    { user: '', password: '' },
    {},
  ])('%o does not', async (form) => {
    const answer = await logIn(form, '198.51.100.2');
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
  });

  test('is slowed down after five failures, for that address alone', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await logIn({ user: 'a', password: 'b' }, '198.51.100.3');
    const throttled = await logIn(OPERATOR, '198.51.100.3');
    expect(throttled.status).toBe(429);
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(895);
    expect(Number(throttled.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    expect((await logIn(OPERATOR, '198.51.100.4')).status).toBe(303);
  });

  test('once lets the next failures count from the beginning', async () => {
    const address = '198.51.100.7';
    for (let attempt = 0; attempt < 4; attempt++) await logIn({ user: 'a', password: 'b' }, address);
    expect((await logIn(OPERATOR, address)).status).toBe(303);
    for (let attempt = 0; attempt < 4; attempt++) await logIn({ user: 'a', password: 'b' }, address);
    expect((await logIn(OPERATOR, address)).status).toBe(303);
  });

  test('five at most are told that they are wrong, however many are sent at once', async () => {
    const tries = Array.from({ length: 12 }, () => logIn({ user: 'a', password: 'b' }, '198.51.100.8'));
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('from another site (%o) is refused', async (headers) => {
    expect((await logIn(OPERATOR, '198.51.100.5', headers)).status).toBe(403);
  });

  test('from our own page works in browsers that only say where it is', async () => {
    expect((await logIn(OPERATOR, '198.51.100.9', { origin: new URL(api.url).origin })).status).toBe(303);
  });

  test('over HTTPS gives a cookie for HTTPS alone', async () => {
    const { headers } = await logIn(OPERATOR, '198.51.100.10', { 'x-forwarded-proto': 'https' });
    for (const cookie of headers.getSetCookie()) expect(cookie).toMatch(/; secure/i);
    expect(headers.getSetCookie()).toHaveLength(2);
  });

  test('a session opens no API route', async () => {
    const { headers } = await logIn(OPERATOR, '198.51.100.11');
    expect((await open('/api/admin/users', cookieOf(headers))).status).toBe(401);
    expect((await open('/api/jobs', cookieOf(headers))).status).toBe(401);
  });

  test('a body that is too large is the client’s fault', async () => {
    expect((await logIn({ user: 'x'.repeat(10_000) }, '198.51.100.6')).status).toBe(413);
  });
});
