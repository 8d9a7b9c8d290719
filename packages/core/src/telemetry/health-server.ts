import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.js';

export interface HealthServer {
  readonly port: number;
  /** From here on `/ready` says no, whatever else is there; `/health` and `/metrics` go on. */
  drain(): void;
  close(): Promise<void>;
}

export interface HealthServerOptions {
  /** 0 asks the system for a free port. */
  port: number;
  metrics: Metrics;
  /** Resolves when the process can do its work; rejects with the reason when it cannot. */
  ready: () => Promise<void>;
}

/** Serves `/health` (the process lives), `/ready` (it can work) and `/metrics` for a process that has no API. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  let draining = false;
  const ready = () => (draining ? Promise.reject(new Error('the process is stopping')) : options.ready());
  const server = createServer((request, response) => {
    // A gauge may ask a queue that is away: the scrape fails, not the process.
    answer(request.url ?? '/', response, { ...options, ready }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, 503, { status: 'failed', reason: error instanceof Error ? error.message : String(error) });
    });
  });
  server.headersTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain: () => void (draining = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(path: string, response: ServerResponse, options: HealthServerOptions): Promise<void> {
  if (path === '/health') return send(response, 200, { status: 'ok' });
  if (path === '/ready') return answerReady(response, options);
  if (path !== '/metrics') return send(response, 404, { status: 'not found' });
  response.setHeader('content-type', options.metrics.registry.contentType);
  response.end(await options.metrics.registry.metrics());
}

async function answerReady(response: ServerResponse, options: HealthServerOptions): Promise<void> {
  try {
    await options.ready();
    send(response, 200, { status: 'ready' });
  } catch (error) {
    send(response, 503, { status: 'not ready', reason: error instanceof Error ? error.message : String(error) });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
