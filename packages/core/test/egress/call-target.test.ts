import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { waitFor } from '@carillon/testkit/wait-for';
import { MAX_STORED_BODY_BYTES } from '../../src/domain/run/outcome.js';
import { callTarget, type TargetCall } from '../../src/egress/call-target.js';
import { createEgress, type Egress } from '../../src/egress/egress.js';

let sink: Sink;
let egress: Egress;
let dripping: Server;
const never = createGate();

beforeAll(async () => {
  sink = await startSink({
    answer: {
      '/big': { body: Buffer.alloc(200_000, 'x') },
      '/nul': { body: 'a\u0000b', headers: { 'x-note': 'ok' } },
      '/moved': { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      '/slow-hop': { status: 307, headers: { location: '/slow-hop' }, delayMs: 120 },
      '/silent': { gate: never },
      '/hangup': { hangUp: true },
    },
  });
  egress = createEgress({ allowCidrs: ['127.0.0.0/8'], allowHosts: [] });
  dripping = createServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
    const drip = setInterval(() => socket.write('.'), 50);
    socket.on('error', () => undefined).on('close', () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await egress.close();
  await sink.close();
  dripping.close();
});

const call = (path: string, fields: Partial<TargetCall> = {}) =>
  callTarget(egress, { url: sink.url + path, method: 'GET', headers: [], body: null, timeoutMs: 5_000, ...fields })
    .done;

describe('calling a target', () => {
  test('sends method, headers and body, and brings back status, headers and body', async () => {
    const result = await call('/fine?q=1', { method: 'POST', headers: ['x-own', 'yes'], body: '{"a":1}' });
    expect(result).toMatchObject({ status: 200, body: 'ok', truncated: false, error: null });
    expect(result.headers['content-type']).toBe('text/plain');
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
    expect(sink.to('/fine')[0]).toMatchObject({ method: 'POST', path: '/fine?q=1', body: '{"a":1}' });
    expect(sink.to('/fine')[0]?.headers['x-own']).toBe('yes');
  });

  test('keeps 64 KiB of a large body and says that it is cut', async () => {
    const result = await call('/big');
    expect(result).toMatchObject({ status: 200, truncated: true, error: null });
    expect(result.body).toHaveLength(MAX_STORED_BODY_BYTES);
  });

  test('a NUL in the body becomes something Postgres can store', async () => {
    expect((await call('/nul')).body).toBe('a\uFFFDb');
  });

  test('does not follow a redirect', async () => {
    expect(await call('/moved')).toMatchObject({ status: 302, error: null });
  });

  test.each([
    ['a target that never answers', () => call('/silent', { timeoutMs: 300 })],
    [
      'a response that drips for ever',
      () => call('', { url: `http://127.0.0.1:${(dripping.address() as AddressInfo).port}/`, timeoutMs: 300 }),
    ],
  ])('%s ends at the time limit', async (_, attempt) => {
    const result = await attempt();
    expect(result.error).toEqual({ code: 'timeout', message: 'The call was not complete within 300 ms.' });
    expect(result.durationMs).toBeGreaterThanOrEqual(299);
    expect(result.durationMs).toBeLessThan(800);
  });

  test('that is aborted ends at once with the error it is given, wherever it is', async () => {
    const error = { code: 'worker_stopped', message: 'Stopped.' };
    const url = `${sink.url}/silent`;
    const ongoing = callTarget(egress, { url, method: 'GET', headers: [], body: null, timeoutMs: 60_000 });
    // Before it is sent, and when the target has it.
    const early = callTarget(egress, {
      url: `${url}?early`,
      method: 'GET',
      headers: [],
      body: null,
      timeoutMs: 60_000,
    });
    early.abort(error);
    await waitFor('the target has the call', () => sink.to('/silent').some(({ path }) => path === '/silent'));
    ongoing.abort(error);
    ongoing.abort({ code: 'timeout', message: 'Late.' });
    for (const one of [early, ongoing]) expect(await one.done).toMatchObject({ status: 0, ttfbMs: null, error });
    expect(sink.requests.some(({ path }) => path.endsWith('?early'))).toBe(false);
  });

  test('has one limit for all hops of a redirect', async () => {
    const result = await call('/slow-hop', { followRedirects: 5, timeoutMs: 300 });
    expect(result).toMatchObject({ status: 0, error: { code: 'timeout' } });
    expect(result.durationMs).toBeLessThan(800);
  });

  test.each([
    ['/hangup', {}, 'connection_reset'],
    ['', { url: 'http://127.0.0.1:1/' }, 'connection_refused'],
    ['', { url: 'http://no-such-host.invalid/' }, 'dns_failed'],
    ['/', { headers: ['bad', 'line\nbreak'] }, 'call_failed'],
  ])('%s %j fails with %s and status 0', async (path, fields, code) => {
    expect(await call(path, fields)).toMatchObject({ status: 0, body: null, error: { code } });
  });
});
