import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { startSink, type Sink } from '@carillon/testkit/sink';
import type { Agent } from 'undici';
import { MAX_STORED_BODY_BYTES } from '../../src/domain/run/outcome.js';
import { createAddressPolicy, isCidr } from '../../src/egress/address-policy.js';
import { callTarget, type TargetCall } from '../../src/egress/call-target.js';
import { createGuardedAgent } from '../../src/egress/guarded-agent.js';

let sink: Sink;
let agent: Agent;
let dripping: Server;
const never = createGate();

beforeAll(async () => {
  sink = await startSink({
    answer: {
      '/big': { body: Buffer.alloc(200_000, 'x') },
      '/nul': { body: 'a\u0000b', headers: { 'x-note': 'ok' } },
      '/moved': { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      '/silent': { gate: never },
      '/hangup': { hangUp: true },
    },
  });
  agent = createGuardedAgent(createAddressPolicy(['127.0.0.0/8']));
  dripping = createServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
    const drip = setInterval(() => socket.write('.'), 50);
    socket.on('error', () => undefined).on('close', () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await agent.destroy();
  await sink.close();
  dripping.close();
});

const call = (path: string, fields: Partial<TargetCall> = {}) =>
  callTarget(agent, { url: sink.url + path, method: 'GET', headers: [], body: null, timeoutMs: 5_000, ...fields });

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

  test.each([
    ['/hangup', {}, 'connection_reset'],
    ['', { url: 'http://127.0.0.1:1/' }, 'connection_refused'],
    ['', { url: 'http://no-such-host.invalid/' }, 'dns_failed'],
    ['/', { headers: ['bad', 'line\nbreak'] }, 'call_failed'],
  ])('%s %j fails with %s and status 0', async (path, fields, code) => {
    expect(await call(path, fields)).toMatchObject({ status: 0, body: null, error: { code } });
  });
});

describe('the address guard', () => {
  test.each([
    'http://127.0.0.1',
    'http://[::1]',
    'http://localhost',
    'http://0x7f000001',
    'http://127.1',
    'http://[::ffff:127.0.0.1]',
    'http://169.254.169.254',
  ])('refuses %s unless the operator allows it, without connecting', async (origin) => {
    const strict = createGuardedAgent(createAddressPolicy([]));
    const before = sink.requests.length;
    const port = new URL(sink.url).port;
    const result = await callTarget(strict, {
      url: `${origin}:${port}/`,
      method: 'GET',
      headers: [],
      body: null,
      timeoutMs: 2_000,
    });
    expect(result.error?.code).toBe('egress_denied');
    expect(sink.requests).toHaveLength(before);
    await strict.destroy();
  });

  test.each([
    ['8.8.8.8', true],
    ['172.15.255.255', true],
    ['2606:4700::1111', true],
    ['10.0.0.1', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['168.63.129.16', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', false],
    ['2002:808:808::1', false],
    ['2001:db8::1', false],
    ['3fff::1', false],
    ['5f00::1', false],
    ['fd00:ec2::254', false],
    ['nonsense', false],
  ])('%s may be called: %s', (address, allowed) => {
    expect(createAddressPolicy([]).allows(address)).toBe(allowed);
  });

  test.each([
    ['10.0.0.0/8', true],
    ['fd00::/8', true],
    ['10.0.0.0', false],
    ['10.0.0.0/33', false],
    ['lan', false],
  ])('%s is a range the operator may allow: %s', (text, valid) => {
    expect(isCidr(text)).toBe(valid);
  });
});
