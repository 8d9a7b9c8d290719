import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { createEgress, type Egress } from '../../src/egress/egress.js';
import { sendWebhook } from '../../src/egress/send-webhook.js';

let egress: Egress;
let sink: Sink;
beforeAll(async () => {
  egress = createEgress({ allowCidrs: ['127.0.0.0/8'], allowHosts: [] });
  sink = await startSink({
    answer: {
      '/moved': { status: 307, headers: { location: '/elsewhere' } },
      '/later': { status: 503, headers: { 'retry-after': '7' } },
      '/cut': { hangUp: true },
      '/long': { body: Buffer.alloc(1_000_000) },
    },
  });
});
afterAll(async () => {
  await egress.close();
  await sink.close();
});

const send = (url: string, timeoutMs = 5_000, headers: Record<string, string> = {}) =>
  sendWebhook(egress, { url, headers: { 'content-type': 'application/json', ...headers }, body: '{"ä":1}', timeoutMs });

describe('sending a delivery', () => {
  test('posts the exact bytes with its headers', async () => {
    expect(await send(`${sink.url}/ok`, 5_000, { 'x-team': 'ops' })).toMatchObject({ status: 200, error: null });
    const [request] = sink.to('/ok');
    expect(request).toMatchObject({ method: 'POST', body: '{"ä":1}', headers: { 'x-team': 'ops' } });
    expect(request?.headers['content-length']).toBe('8');
  });

  test('takes a redirect for the answer', async () => {
    expect(await send(`${sink.url}/moved`)).toMatchObject({ status: 307, error: null });
    expect(sink.to('/elsewhere')).toEqual([]);
  });

  test('tells when to come again, and tries nothing twice by itself', async () => {
    expect(await send(`${sink.url}/later`)).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(sink.to('/later')).toHaveLength(1);
  });

  test('tells of connections that are refused or cut', async () => {
    const closed = await startSink();
    await closed.close();
    expect(await send(closed.url)).toMatchObject({ status: 0, error: { code: 'connection_refused' } });
    expect(await send(`${sink.url}/cut`)).toMatchObject({ status: 0, error: { code: 'connection_reset' } });
  });

  test('is over when there is enough of a response, and when the time is up', async () => {
    expect(await send(`${sink.url}/long`)).toMatchObject({ status: 200, error: null });
    const { url, close } = await drip();
    const answer = await send(url, 300);
    await close();
    expect(answer.error?.code).toBe('timeout');
    expect(answer.durationMs).toBeLessThan(800);
  });

  test.each(['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[::1]/'])(
    'refuses %s without a connection',
    async (url) => {
      expect(await send(url)).toMatchObject({ status: 0, error: { code: 'egress_denied' } });
    },
  );
});

/** A server that sends a byte of an endless answer now and then. */
async function drip(): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 50);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}
