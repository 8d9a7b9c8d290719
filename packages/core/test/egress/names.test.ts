import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDnsServer, type DnsAnswer, type DnsServer } from '@carillon/testkit/dns-server';
import { waitFor } from '@carillon/testkit/wait-for';
import type { CallResult } from '../../src/domain/run/outcome.js';
import type { Egress } from '../../src/egress/egress.js';
import { createResolver } from '../../src/egress/resolver.js';
import { callVia, closeServer, connectionIsFree, listen, portOf, testEgress, watchAttempts } from './support.js';

/** Stands for a public address: the only one that may be called here. */
const PUBLIC = '127.0.0.2';
const INSIDE = '127.0.0.1';

let dns: DnsServer;
let egress: Egress;
let server: Server;
const watch = watchAttempts();
/** What names resolve to; a test changes it. */
const zone = new Map<string, DnsAnswer | 'silent' | { A: DnsAnswer | 'silent'; AAAA: DnsAnswer | 'silent' }>();

beforeAll(async () => {
  dns = await startDnsServer(({ name, type }) => {
    const found = zone.get(name) ?? (name.endsWith('.silent.test') ? 'silent' : null);
    return found !== null && typeof found === 'object' && 'A' in found ? found[type] : found;
  });
  server = createServer((_, response) => response.end('ok'));
  await listen(server, 0, PUBLIC);
});
afterAll(async () => {
  watch.stop();
  server.closeAllConnections();
  await closeServer(server);
  await dns.close();
});
beforeEach(() => {
  egress = testEgress({ dns: dns.address, allowCidrs: [`${PUBLIC}/32`] });
  watch.attempts.splice(0);
});
afterEach(() => egress.close());

const urlOf = (name: string) => `http://${name}:${portOf(server)}/`;
const asked = (name: string) => dns.questions.filter((question) => question.name === name).length;
/** Ends the connection, so that the next call needs a new one. */
const last = { headers: ['connection', 'close'] };

describe('a name', () => {
  test('that resolves is called, by every address checked before', async () => {
    zone.set('two.test', { addresses: [PUBLIC, PUBLIC] });
    expect(await callVia(egress, urlOf('two.test'))).toMatchObject({ status: 200, error: null });
  });

  test.each([
    ['one public address and one inside', [PUBLIC, INSIDE]],
    ['addresses inside', [INSIDE]],
    ['a public address and one inside in IPv6', [PUBLIC, '::1']],
  ])('with %s is not called', async (_, addresses) => {
    zone.set('mixed.test', { addresses });
    expect(await callVia(egress, urlOf('mixed.test'))).toMatchObject({ status: 0, error: { code: 'egress_denied' } });
    expect(watch.attempts).toEqual([]);
  });

  test('whose alias leads inside is not called', async () => {
    zone.set('alias.test', { addresses: [INSIDE], alias: 'hidden.test' });
    expect(await callVia(egress, urlOf('alias.test'))).toMatchObject({ error: { code: 'egress_denied' } });
  });

  test('without addresses, or unknown, is told apart from a forbidden one', async () => {
    zone.set('empty.test', { addresses: [] });
    for (const name of ['empty.test', 'unknown.test']) {
      expect(await callVia(egress, urlOf(name))).toMatchObject({ status: 0, error: { code: 'dns_failed' } });
    }
  });

  test('that turns inside between two calls is called no more, once its connection is gone', async () => {
    zone.set('turning.test', { addresses: [PUBLIC] });
    expect(egress.refuses(urlOf('turning.test'))).toBe(false);
    const first = await callVia(egress, urlOf('turning.test'));
    zone.set('turning.test', { addresses: [INSIDE] });
    // The connection that was checked is used on.
    await connectionIsFree();
    const reused = await callVia(egress, urlOf('turning.test'), last);
    const after = await callVia(egress, urlOf('turning.test'));
    expect([first.status, reused.status, after.error?.code]).toEqual([200, 200, 'egress_denied']);
    expect([first.connection === null, reused.connection]).toEqual([false, null]);
    expect(watch.attempts).toEqual([`${PUBLIC}:${portOf(server)}`]);
  });
});

describe('answers of name servers', () => {
  test('are kept for their time to live, and not at all without one', async () => {
    zone.set('kept.test', { addresses: [PUBLIC], ttl: 60 });
    zone.set('fleeting.test', { addresses: [PUBLIC], ttl: 0 });
    for (const name of ['kept.test', 'fleeting.test', 'missing.test']) {
      for (let i = 0; i < 3; i += 1) await callVia(egress, urlOf(name), last);
    }
    // Two questions a look-up: IPv4 and IPv6.
    expect([asked('kept.test'), asked('fleeting.test'), asked('missing.test')]).toEqual([2, 6, 2]);
  });

  test('to calls of one instant are shared', async () => {
    zone.set('herd.test', { addresses: [PUBLIC] });
    await Promise.all(Array.from({ length: 20 }, () => callVia(egress, urlOf('herd.test'))));
    expect(asked('herd.test')).toBe(2);
  });

  test('about one kind of addresses do not wait for a server that is silent about the other', async () => {
    zone.set('half.test', { A: { addresses: [PUBLIC] }, AAAA: 'silent' });
    const result = await callVia(egress, urlOf('half.test'));
    expect(result).toMatchObject({ status: 200, error: null });
    expect(result.connection?.dnsMs).toBeLessThan(1_500);
  });
});

describe('names outside DNS', () => {
  test('are taken from the hosts file, which comes first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'carillon-hosts-'));
    const hostsFile = join(folder, 'hosts');
    await writeFile(hostsFile, `# ours\n${PUBLIC}\tOwn.test other.test # more\n::1 other.test\nnonsense\n`);
    const resolver = createResolver({ servers: [dns.address], hostsFile });
    expect(await resolver.resolve('own.test')).toEqual([{ address: PUBLIC, family: 4 }]);
    expect(await resolver.resolve('other.test')).toHaveLength(2);
    await expect(resolver.resolve('ours')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    resolver.close();
    await rm(folder, { recursive: true });
  });

  test('are asked of the system where the operator allows something', async () => {
    const asking = (askSystem: boolean) => createResolver({ servers: [dns.address], hostsFile: '/nowhere', askSystem });
    expect(await asking(true).resolve('localhost')).toContainEqual({ address: INSIDE, family: 4 });
    await expect(asking(false).resolve('localhost')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

test('two hundred names whose servers are silent fail within 5 s each, and hold up nobody', async () => {
  zone.set('healthy.test', { addresses: [PUBLIC] });
  const silent: Promise<CallResult>[] = [];
  // Not all in one instant: the name server runs in this process, and what it cannot read in time is lost.
  for (let i = 0; i < 200; i += 1) {
    const name = `n${i}.silent.test`;
    silent.push(callVia(egress, urlOf(name), { timeoutMs: 30_000 }));
    if (i % 20 === 19) await waitFor('the name server is asked', () => asked(name) > 0);
  }
  const took: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    const result = await callVia(egress, urlOf('healthy.test'), last);
    expect(result).toMatchObject({ status: 200, error: null });
    took.push(result.durationMs);
  }
  const results = await Promise.all(silent);
  expect(new Set(results.map(({ error }) => error?.code))).toEqual(new Set(['dns_failed']));
  expect(Math.max(...results.map(({ durationMs }) => durationMs))).toBeLessThanOrEqual(5_200);
  expect(took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)]).toBeLessThan(250);
});
