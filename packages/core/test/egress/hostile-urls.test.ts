import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDnsServer, type DnsServer } from '@carillon/testkit/dns-server';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { waitFor } from '@carillon/testkit/wait-for';
import { createEgressPolicy } from '../../src/egress/egress-policy.js';
import type { Egress } from '../../src/egress/egress.js';
import { sendWebhook } from '../../src/egress/send-webhook.js';
import { HOSTILE_NAMES, HOSTILE_URLS, type HostileUrl } from './hostile-urls.js';
import { callVia, startCanaries, testEgress, watchAttempts, type Canaries } from './support.js';

let canaries: Canaries;
let dns: DnsServer;
let sink: Sink;
let strict: Egress;
/** Allows the sink, by its name alone. */
let allowing: Egress;
const watch = watchAttempts();

beforeAll(async () => {
  canaries = await startCanaries();
  dns = await startDnsServer(({ name }) =>
    name === 'first.test' ? { addresses: ['127.0.0.1'] } : (HOSTILE_NAMES[name] ?? null),
  );
  sink = await startSink({
    answer: ({ path }) => ({ status: 307, headers: { location: decodeURIComponent(path.slice('/?'.length)) } }),
  });
  strict = testEgress({ dns: dns.address });
  allowing = testEgress({ dns: dns.address, allowHosts: ['first.test'] });
});
afterAll(async () => {
  watch.stop();
  await strict.close();
  await allowing.close();
  await sink.close();
  await dns.close();
  await canaries.close();
});
beforeEach(() => void watch.attempts.splice(0));

const cases = (): HostileUrl[] =>
  HOSTILE_URLS.map((one) => ({ ...one, url: one.url.replaceAll('{port}', String(canaries.port)) }));

/** `egress_denied`, or that there is no such host: hostile names that resolve to nothing. */
const REFUSALS = new Set(['egress_denied', 'dns_failed']);

/** The cases whose outcome is none of `expected`, with it. */
async function strays(
  expected: ReadonlySet<string>,
  attempt: (one: HostileUrl) => string | Promise<string>,
  of = cases(),
): Promise<string[]> {
  const outcomes = await Promise.all(of.map(async (one) => ({ url: one.url, outcome: await attempt(one) })));
  return outcomes.filter(({ outcome }) => !expected.has(outcome)).map(({ url, outcome }) => `${url}: ${outcome}`);
}

describe('hostile URLs', () => {
  test('are at least 150, and a canary that is called notices', async () => {
    expect(new Set(HOSTILE_URLS.map(({ url }) => url)).size).toBeGreaterThanOrEqual(150);
    const before = canaries.touched();
    connect(canaries.port, '127.0.0.1').on('error', () => undefined);
    await waitFor('the canary is touched', () => canaries.touched() === before + 1);
    expect(watch.attempts).toEqual([`127.0.0.1:${canaries.port}`]);
  });

  test('are refused when a job is created, as far as they tell by themselves', async () => {
    const policy = createEgressPolicy({ allowCidrs: [], allowHosts: [] });
    const decide = ({ url, needsDns }: HostileUrl) =>
      policy.refuses(url) === (needsDns !== true) ? 'right' : policy.refuses(url) ? 'refused' : 'accepted';
    expect(await strays(new Set(['right']), decide)).toEqual([]);
  });

  test('are refused at the call, without a connection', async () => {
    const touched = canaries.touched();
    expect(await strays(REFUSALS, async ({ url }) => (await callVia(strict, url)).error?.code ?? 'answered')).toEqual(
      [],
    );
    expect(watch.attempts).toEqual([]);
    expect(canaries.touched()).toBe(touched);
  });

  test('are refused where a redirect leads to them', async () => {
    const touched = canaries.touched();
    const { port } = new URL(sink.url);
    // A header cannot hold a line break; the other characters go as they are, in UTF-8.
    const sent = cases().filter(({ url }) => !url.includes('\n'));
    const outcomes = new Set([...REFUSALS, 'redirect_invalid', 'redirect_limit']);
    const follow = async ({ url }: HostileUrl) => {
      const location = encodeURIComponent(Buffer.from(url).toString('latin1'));
      const first = `http://first.test:${port}/?${location}`;
      return (await callVia(allowing, first, { followRedirects: 1 })).error?.code ?? 'answered';
    };
    // In turn: the same few connections to the sink, and no herd of them.
    const wrong: string[] = [];
    for (let i = 0; i < sent.length; i += 20) wrong.push(...(await strays(outcomes, follow, sent.slice(i, i + 20))));
    expect(wrong).toEqual([]);
    expect(watch.attempts.filter((attempt) => attempt !== `127.0.0.1:${port}`)).toEqual([]);
    expect(canaries.touched()).toBe(touched);
  });

  test.each(['as they are', 'even if nobody looked at the URL before'])('are refused to webhooks, %s', async (how) => {
    const touched = canaries.touched();
    const way = how === 'as they are' ? strict : { agents: strict.agents, refuses: () => false };
    // What is no URL the client itself refuses; port 0 it takes for none.
    const outcomes = new Set([...REFUSALS, 'call_failed']);
    const sent = cases().filter(({ url }) => way === strict || !url.includes(':0/'));
    const send = async ({ url }: HostileUrl) =>
      (await sendWebhook(way, { url, headers: {}, body: '{}', timeoutMs: 8_000 })).error?.code ?? 'answered';
    expect(await strays(outcomes, send, sent)).toEqual([]);
    expect(watch.attempts).toEqual([]);
    expect(canaries.touched()).toBe(touched);
  });

  test('are refused to HTTP clients that use the agents', async () => {
    const touched = canaries.touched();
    const outcomes = new Set(['egress_denied', 'ENOTFOUND', 'not for this client']);
    expect(await strays(outcomes, ({ url }) => fetchBy(strict, url))).toEqual([]);
    expect(watch.attempts).toEqual([]);
    expect(canaries.touched()).toBe(touched);
  });
});

/** What comes of a request by Node's own client, through the agents. */
function fetchBy({ agents }: Egress, text: string): Promise<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return Promise.resolve('not for this client');
  // Node takes it for no port at all, and calls 80.
  if (url.port === '0') return Promise.resolve('not for this client');
  return new Promise((resolve) => {
    const request =
      url.protocol === 'https:' ? requestHttps(url, { agent: agents.https }) : requestHttp(url, { agent: agents.http });
    request
      .on('response', (response) => resolve(`answered ${response.statusCode}`))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}
