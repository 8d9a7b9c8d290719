import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { redisUrl } from '@carillon/testkit/redis-url';
import { networkOf } from '../src/http/network-of.js';
import { ADMIN_TOKEN, startApi, type TestApi } from './support/start-api.js';

const LIMIT = 5;
const UNKNOWN = `car_${'A'.repeat(43)}`;

let api: TestApi;
let replica: TestApi;
beforeAll(async () => {
  const url = await redisUrl();
  const change = () => ({ failedLoginsPerMinute: LIMIT, trustProxy: 1 });
  api = await startApi(change, url);
  replica = await startApi(change, url, api);
}, 60_000);
afterAll(async () => {
  await replica.close();
  await api.close();
});

let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;
const from = (address: string, token: string | null, headers: Record<string, string> = {}, on = api) =>
  on.call(token, 'GET', '/api/jobs', undefined, { 'x-forwarded-for': address, 'accept-language': 'en', ...headers });
const failOften = async (address: string) => {
  for (let attempt = 0; attempt < LIMIT; attempt++) expect((await from(address, UNKNOWN)).status).toBe(401);
};

describe('an address that has failed too often', () => {
  test('must wait, and is told for how long', async () => {
    const address = newAddress();
    await failOften(address);
    const answer = await from(address, UNKNOWN);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(answer.status).toBe(429);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(answer.body).toMatchObject({
      message: `Authentication failed too often. Try again in ${seconds} seconds`,
      error: { code: 'rate_limited' },
    });
  });

  test.each([
    ['no token', null],
    ['what cannot be a token', 'x'],
    ['another unknown token', `car_${'B'.repeat(43)}`],
  ])('must wait with %s too', async (_title, token) => {
    const address = newAddress();
    await failOften(address);
    expect((await from(address, token)).status).toBe(429);
  });

  test('must wait with a good token nobody has used here lately, and not with one that was', async () => {
    const address = newAddress();
    const [known, unused] = [await api.user('UNLIMITED'), await api.user('UNLIMITED')];
    await failOften(address);
    expect((await from(newAddress(), known.token)).status).toBe(200);
    expect((await from(address, known.token)).status).toBe(200);
    expect((await from(address, unused.token)).status).toBe(429);
  });

  test('must wait on every replica, and for the operator’s paths', async () => {
    const address = newAddress();
    await failOften(address);
    expect((await from(address, UNKNOWN, {}, replica)).status).toBe(429);
    const headers = { 'x-forwarded-for': address, 'x-admin-token': ADMIN_TOKEN };
    expect((await api.call(null, 'GET', '/api/admin/users', undefined, headers)).status).toBe(429);
  });

  test('does not make others wait', async () => {
    await failOften(newAddress());
    expect((await from(newAddress(), UNKNOWN)).status).toBe(401);
    expect((await from(newAddress(), (await api.user('UNLIMITED')).token)).status).toBe(200);
  });
});

test('guesses at once are told no more often than guesses in turn', async () => {
  const address = newAddress();
  const statuses = (await Promise.all(Array.from({ length: 40 }, () => from(address, UNKNOWN)))).map(
    (answer) => answer.status,
  );
  expect(statuses.filter((status) => status === 401)).toHaveLength(LIMIT);
  expect(statuses.filter((status) => status === 429)).toHaveLength(40 - LIMIT);
});

test('a wrong admin token counts as well', async () => {
  const headers = { 'x-forwarded-for': newAddress(), 'x-admin-token': 'x'.repeat(40) };
  const statuses = [];
  for (let attempt = 0; attempt <= LIMIT; attempt++) {
    statuses.push((await api.call(null, 'GET', '/api/admin/users', undefined, headers)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: LIMIT }, () => 401), 429]);
});

test('requests that are let in do not count', async () => {
  const address = newAddress();
  const { token } = await api.user('UNLIMITED');
  for (let request = 0; request < 2 * LIMIT; request++) expect((await from(address, token)).status).toBe(200);
  expect((await from(address, UNKNOWN)).status).toBe(401);
});

describe('addresses are counted', () => {
  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('so that a host cannot choose another of its own', async () => {
    for (let attempt = 0; attempt < LIMIT; attempt++) {
      expect((await from(`2001:db8:7:7::${attempt}`, UNKNOWN)).status).toBe(401);
    }
    expect((await from('2001:db8:7:7:ffff::1', UNKNOWN)).status).toBe(429);
    expect((await from('2001:db8:7:8::1', UNKNOWN)).status).toBe(401);
  });
});
