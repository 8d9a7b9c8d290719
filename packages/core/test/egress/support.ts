import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { callTarget, type TargetCall } from '../../src/egress/call-target.js';
import { createEgress, type Egress, type EgressOptions } from '../../src/egress/egress.js';

/** A way out without allowances, unless said; it asks nobody but the name servers that are given. */
export function testEgress(options: Partial<EgressOptions> & { dns?: string } = {}): Egress {
  const { dns, resolver, ...rules } = options;
  const servers = dns === undefined ? {} : { servers: [dns], hostsFile: '/nowhere' };
  return createEgress({
    allowCidrs: [],
    allowHosts: [],
    resolver: { askSystem: false, ...servers, ...resolver },
    ...rules,
  });
}

/** A call of which only the URL matters. */
export const callVia = (egress: Egress, url: string, fields: Partial<TargetCall> = {}) =>
  callTarget(egress, { url, method: 'GET', headers: [], body: null, timeoutMs: 8_000, ...fields }).done;

/** The connection pool takes a connection back a moment after its response has ended. */
export const connectionIsFree = () => new Promise((resolve) => setImmediate(resolve));

export interface Canaries {
  readonly port: number;
  /** Connections that arrived. */
  touched(): number;
  close(): Promise<void>;
}

/** Listens on one port of both loopback addresses, and on the unspecified one as far as the system lets it. */
export async function startCanaries(): Promise<Canaries> {
  let count = 0;
  const touch = (socket: Socket) => {
    count += 1;
    socket.on('error', () => undefined).destroy();
  };
  const first = await listen(createServer(touch), 0, '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const second = await listen(createServer(touch), port, '::1').catch(() => null);
  return {
    port,
    touched: () => count,
    close: async () => {
      for (const server of [first, second]) await closeServer(server);
    },
  };
}

/** Notes every attempt of this process to connect anywhere, `address:port`. */
export function watchAttempts(): { readonly attempts: string[]; stop(): void } {
  const attempts: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on('connectionAttempt', (address, port) => void attempts.push(`${address}:${port}`));
  };
  subscribe('net.client.socket', onSocket);
  return { attempts, stop: () => void unsubscribe('net.client.socket', onSocket) };
}

export async function listen(server: Server, port = 0, host = '127.0.0.1'): Promise<Server> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export async function closeServer(server: Server | null): Promise<void> {
  if (server !== null) await new Promise((resolve) => server.close(resolve));
}
