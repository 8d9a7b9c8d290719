import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiServer {
  /** Where it can be reached from this machine. */
  url: string;
  /** Stops accepting, lets requests in flight finish within the time, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/**
 * Longer than load balancers keep an idle connection, 60 s as a rule: whoever closes first may meet a request on its way,
 * and that must not be us.
 */
const KEEP_ALIVE_MS = 75_000;

/** The address is taken or cannot be listened on; the message is for people. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Listens.
 * @param port 0 asks the system for a free one.
 * @throws ListenError
 */
export async function listen(app: RequestListener, { host, port }: { host: string; port: number }): Promise<ApiServer> {
  // Both bound how long a request may take to arrive, so that slow senders hold nothing; answers may take longer.
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(describe(error, host, port))));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostForUrl(host)}:${address.port}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it, or set PORT to another one.`;
  if (error.code === 'EACCES') return `Port ${port} is not allowed for this user: set PORT to one above 1023.`;
  return `Cannot listen on ${host}:${port} (${error.code ?? error.message}): check HOST and PORT.`;
}

/** A wildcard is not an address to connect to. */
function hostForUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
