import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import { MAX_STORED_BODY_BYTES } from '../../src/domain/run/outcome.js';
import type { Egress } from '../../src/egress/egress.js';
import { callVia, closeServer, listen, portOf, testEgress } from './support.js';

const LIMIT_MS = 400;
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';
const TEXT = 'Grüße '.repeat(100);

let egress: Egress;
/** Speaks HTTP of its own, by path. */
let hostile: Server;
let http: HttpServer;
const sockets = new Set<Socket>();

const every = (socket: Socket, ms: number, act: () => void) => {
  const timer = setInterval(act, ms);
  socket.on('close', () => clearInterval(timer));
};

const HOSTILE: Record<string, (socket: Socket) => void> = {
  '/silent': () => undefined,
  '/drip-head': (socket) => {
    socket.write(HEAD);
    every(socket, 50, () => socket.write('x-more: 1\r\n'));
  },
  '/drip-body': (socket) => {
    socket.write(`${HEAD}\r\n`);
    every(socket, 50, () => socket.write('.'));
  },
  '/half-close': (socket) => socket.end(`${HEAD}content-length: 100\r\n\r\nhalf`),
  '/half-close-silent': (socket) => socket.end(),
  '/early-hints': (socket) => every(socket, 50, () => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')),
  '/endless': (socket) => {
    socket.write(`${HEAD}\r\n`);
    const piece = Buffer.alloc(1_000_000, 'x');
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  },
};

/** What 200 MiB of zeros come to; made once. */
const bombs = new Map<string, { coding: string; body: Buffer }>();

beforeAll(async () => {
  const zeros = Buffer.alloc(200 * 1_048_576);
  const once = gzipSync(zeros, { level: 1 });
  bombs.set('/gzip-bomb', { coding: 'gzip', body: once });
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
  bombs.set('/brotli-bomb', { coding: 'br', body: brotliCompressSync(zeros.subarray(0, 50 * 1_048_576), quick) });
  bombs.set('/three-layers', { coding: 'gzip, gzip, gzip', body: gzipSync(gzipSync(once)) });
  hostile = await listen(
    createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
      socket.on('end', () => socket.destroy());
      socket.once('data', (data) => HOSTILE[data.toString().split(' ')[1] ?? '']?.(socket));
    }),
  );
  http = createHttpServer(({ url = '' }, response) => {
    const { coding, body } = bombs.get(url) ?? coded(url);
    response.writeHead(200, { 'content-encoding': coding }).end(body);
  });
  await listen(http);
  egress = testEgress({ allowCidrs: ['127.0.0.0/8'] });
});
afterAll(async () => {
  await egress.close();
  for (const socket of sockets) socket.destroy();
  await closeServer(hostile);
  http.closeAllConnections();
  await closeServer(http);
});

const CODED: Record<string, { coding: string; body: Buffer }> = {
  '/gzip': { coding: 'gzip', body: gzipSync(TEXT) },
  '/deflate': { coding: 'deflate', body: deflateSync(TEXT) },
  '/raw-deflate': { coding: 'Deflate', body: deflateRawSync(TEXT) },
  '/br': { coding: 'br', body: brotliCompressSync(TEXT) },
  '/identity': { coding: 'identity', body: Buffer.from(TEXT) },
  '/empty': { coding: 'gzip', body: Buffer.alloc(0) },
  '/unknown': { coding: 'rot13', body: Buffer.from(TEXT) },
  '/broken': { coding: 'gzip', body: Buffer.from(TEXT) },
};
const coded = (path: string) => CODED[path] ?? { coding: 'identity', body: Buffer.alloc(0) };

describe('a target that does not end', () => {
  test.each(['/silent', '/drip-head', '/drip-body', '/early-hints'])('%s ends at the limit', async (path) => {
    const result = await callVia(egress, `http://127.0.0.1:${portOf(hostile)}${path}`, { timeoutMs: LIMIT_MS });
    expect(result.error?.code).toBe('timeout');
    expect(result.durationMs).toBeLessThanOrEqual(LIMIT_MS + 500);
    await waitFor('its socket is closed', () => sockets.size === 0);
  });

  test.each(['/half-close', '/half-close-silent'])('%s ends at once', async (path) => {
    const result = await callVia(egress, `http://127.0.0.1:${portOf(hostile)}${path}`);
    expect(result.error?.code).toBe('connection_reset');
    expect(result.durationMs).toBeLessThan(1_000);
  });
});

describe('a compressed response', () => {
  test.each(['/gzip', '/deflate', '/raw-deflate', '/br', '/identity'])('%s is stored as text', async (path) => {
    const result = await callVia(egress, `http://127.0.0.1:${portOf(http)}${path}`);
    expect(result).toMatchObject({ status: 200, body: TEXT, truncated: false, error: null });
  });

  test.each([
    ['/empty', { body: '', truncated: false }],
    ['/unknown', { body: null, truncated: true }],
    ['/broken', { body: null, truncated: true }],
    ['/three-layers', { body: null, truncated: true }],
  ])('%s: %j', async (path, kept) => {
    const result = await callVia(egress, `http://127.0.0.1:${portOf(http)}${path}`);
    expect(result).toMatchObject({ status: 200, error: null, ...kept });
  });
});

test('bodies without end and bombs cost little memory, twenty of each at once', async () => {
  const paths = ['/gzip-bomb', '/brotli-bomb', '/three-layers'].map(
    (path) => `http://127.0.0.1:${portOf(http)}${path}`,
  );
  const urls = [...paths, `http://127.0.0.1:${portOf(hostile)}/endless`];
  const all = () => Promise.all(urls.flatMap((url) => Array.from({ length: 20 }, () => callVia(egress, url))));
  // Compiles what is used, and lets the heap grow to its size.
  await all();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  const results = await all();
  clearInterval(sampling);
  expect(results.filter(({ status, truncated, error }) => status !== 200 || !truncated || error !== null)).toEqual([]);
  for (const { body } of results) expect(Buffer.byteLength(body ?? '')).toBeLessThanOrEqual(MAX_STORED_BODY_BYTES);
  expect((peak - before) / 1_048_576).toBeLessThan(64);
}, 30_000);
