import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Gate } from './gate.js';
import { waitFor } from './wait-for.js';

/** One request as it arrived. */
export interface SinkRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Wall clock, in ms, when the headers arrived. */
  readonly arrivedAt: number;
}

export interface SinkAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Waits this long before answering. */
  readonly delayMs?: number;
  /** Answers only once the gate opens. */
  readonly gate?: Gate;
  /** Cuts the connection without an answer. */
  readonly hangUp?: boolean;
}

export interface SinkOptions {
  /** Answers by path (without query), or decided for each request. Default: 200 and `ok`. */
  readonly answer?: Readonly<Record<string, SinkAnswer>> | ((request: SinkRequest) => SinkAnswer | Promise<SinkAnswer>);
  readonly port?: number;
}

export interface Sink {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly requests: readonly SinkRequest[];
  /** Requests that arrived and are not answered. */
  inFlight(): number;
  /** The requests to one path (without query). */
  to(path: string): SinkRequest[];
  /** Resolves with the requests once there are at least `count`. */
  received(count: number, timeoutMs?: number): Promise<readonly SinkRequest[]>;
  /** How many requests carried each value of a header. */
  countBy(header: string): Map<string, number>;
  clear(): void;
  close(): Promise<void>;
}

/** Starts an HTTP server on 127.0.0.1 that records every request and answers as told. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const requests: SinkRequest[] = [];
  let inFlight = 0;
  const server = createServer((incoming, response) => {
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    void serve(incoming, response, requests, options).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve),
  );
  const enough = (count: number) => (requests.length >= count ? requests : null);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    inFlight: () => inFlight,
    to: (path) => requests.filter((request) => pathname(request) === path),
    received: (count, timeoutMs = 10_000) =>
      waitFor(`${count} requests`, () => enough(count), { timeoutMs, detail: () => `${requests.length} came` }),
    countBy: (header) => countBy(requests, header),
    clear: () => void requests.splice(0),
    close: () => close(server),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  requests: SinkRequest[],
  { answer }: SinkOptions,
) {
  const arrivedAt = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', headers } = incoming;
  const request = { method, path, headers, body: Buffer.concat(chunks).toString(), arrivedAt };
  requests.push(request);
  const given = typeof answer === 'function' ? await answer(request) : (answer?.[pathname(request)] ?? {});
  if (given.delayMs !== undefined) await delay(given.delayMs, undefined, { ref: false });
  await given.gate?.opened;
  if (given.hangUp === true) return void response.destroy();
  response.writeHead(given.status ?? 200, { 'content-type': 'text/plain', ...given.headers });
  response.end(given.body ?? 'ok');
}

function countBy(requests: readonly SinkRequest[], header: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { headers } of requests) {
    const value = String(headers[header.toLowerCase()] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function pathname({ path }: SinkRequest): string {
  return path.split('?', 1)[0] ?? '';
}

// A held request would keep the server open for ever.
async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
