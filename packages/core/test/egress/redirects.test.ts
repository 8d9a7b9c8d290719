import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startSink, type Sink, type SinkAnswer, type SinkRequest } from '@carillon/testkit/sink';
import type { Egress } from '../../src/egress/egress.js';
import { callVia, testEgress } from './support.js';

let here: Sink;
let there: Sink;
let egress: Egress;

const to = (location: string, status = 302): SinkAnswer => ({ status, headers: { location } });

/** `/chain/3` leads to `/chain/2` and so on; `/away?307` to the other sink. */
function answer({ path }: SinkRequest): SinkAnswer {
  const { pathname, search } = new URL(path, 'http://sink');
  const left = /^\/chain\/(\d+)$/.exec(pathname)?.[1];
  if (left !== undefined && Number(left) > 0) return to(`/chain/${Number(left) - 1}`);
  if (pathname === '/loop') return to('/loop');
  if (pathname === '/away') return to(`${there.url}/landed`, Number(search.slice(1)));
  if (pathname === '/same') return to('/landed', Number(search.slice(1)));
  if (pathname === '/back') return to(`${here.url}/landed`);
  if (pathname === '/two') return to(`${there.url}/back`);
  if (pathname === '/refresh') return { headers: { refresh: `0; url=${there.url}/landed` } };
  if (pathname === '/nowhere') return { status: 302 };
  if (pathname === '/endless') return { status: 302, headers: { location: '/landed' }, body: Buffer.alloc(5_000_000) };
  return { body: 'landed' };
}

beforeAll(async () => {
  here = await startSink({ answer });
  there = await startSink({ answer });
  egress = testEgress({ allowCidrs: ['127.0.0.0/8'] });
});
afterAll(async () => {
  await egress.close();
  await here.close();
  await there.close();
});
beforeEach(() => {
  here.clear();
  there.clear();
});

const SECRETS = [
  'authorization',
  'Bearer x',
  'cookie',
  'a=b',
  'proxy-authorization',
  'y',
  'X-Api-Key',
  'z',
  'x-my-token',
  't',
];
const OPEN = ['idempotency-key', 'run', 'accept', 'text/plain', 'content-type', 'text/plain'];
const post = (path: string, followRedirects = 5) =>
  callVia(egress, here.url + path, { method: 'POST', body: 'hello', headers: [...SECRETS, ...OPEN], followRedirects });

describe('redirects', () => {
  test('are answers unless they are to be followed', async () => {
    expect(await callVia(egress, `${here.url}/chain/1`)).toMatchObject({ status: 302, error: null });
    expect(here.requests).toHaveLength(1);
  });

  test('are followed as often as the job allows', async () => {
    const follow = (length: number, followRedirects: number) =>
      callVia(egress, `${here.url}/chain/${length}`, { followRedirects });
    expect(await follow(5, 5)).toMatchObject({ status: 200, body: 'landed', error: null });
    expect(here.requests).toHaveLength(6);
    expect(await follow(2, 1)).toMatchObject({ status: 302, error: { code: 'redirect_limit' } });
  });

  test.each(['/loop', '/chain/30'])('%s ends after five', async (path) => {
    const result = await callVia(egress, here.url + path, { followRedirects: 5 });
    expect(result).toMatchObject({ status: 302, error: { code: 'redirect_limit' } });
    expect(here.requests).toHaveLength(6);
  });

  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'hello'],
    [308, 'POST', 'hello'],
  ])('%i makes of a POST a %s', async (status, method, body) => {
    for (const path of ['/same', '/away']) expect(await post(`${path}?${status}`)).toMatchObject({ status: 200 });
    for (const sink of [here, there]) expect(sink.to('/landed')[0]).toMatchObject({ method, body });
    expect(there.to('/landed')[0]?.headers['content-type']).toBe(method === 'GET' ? undefined : 'text/plain');
  });

  test('take no secret to another origin, nor back again', async () => {
    await post('/away?307');
    await post('/same?307');
    await post('/two');
    const names = SECRETS.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    const secretsOf = (request: SinkRequest | undefined) => names.filter((name) => name in (request?.headers ?? {}));
    const [same, back] = here.to('/landed');
    expect(secretsOf(same)).toEqual(names);
    expect(secretsOf(back)).toEqual([]);
    expect(secretsOf(there.to('/landed')[0])).toEqual([]);
    expect(there.to('/landed')[0]?.headers).toMatchObject({ 'idempotency-key': 'run', accept: 'text/plain' });
  });

  test('`Refresh` is none, and a redirect without a location is an answer', async () => {
    expect(await callVia(egress, `${here.url}/refresh`, { followRedirects: 5 })).toMatchObject({ status: 200 });
    expect(await callVia(egress, `${here.url}/nowhere`, { followRedirects: 5 })).toMatchObject({ status: 302 });
    expect(there.requests).toEqual([]);
  });

  test('nobody waits for the body of one', async () => {
    const result = await callVia(egress, `${here.url}/endless`, { followRedirects: 1 });
    expect(result).toMatchObject({ status: 200, body: 'landed', truncated: false });
  });
});
